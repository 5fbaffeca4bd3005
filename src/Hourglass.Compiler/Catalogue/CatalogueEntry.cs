namespace Hourglass.Compiler.Catalogue;

/// <summary>
/// A word of the language, declared once: its signature, its documentation and, in the derived classes, its shapes and its lowering.
/// Binder, did-you-mean, the reference's tables and every emitter read it. An entry is a class with a parameterless constructor in this
/// folder; <see cref="Vocabulary"/> finds it. What one model declares for itself is an entry too, and no word.
/// </summary>
public abstract class CatalogueEntry
{
    /// <summary>The word.</summary>
    public abstract string Name { get; }

    /// <summary>One or two sentences for the reference.</summary>
    public abstract string Summary { get; }

    /// <summary>The paper and equation it comes from, or null for common knowledge.</summary>
    public virtual string? Source => null;

    /// <summary>What may stand in its parentheses.</summary>
    public virtual Signature Signature { get; } = Signature.None;

    /// <summary>Whether the hand-written part of a model's class implements it, so that nothing is known of what it does.</summary>
    public virtual bool IsForeign => false;
}
