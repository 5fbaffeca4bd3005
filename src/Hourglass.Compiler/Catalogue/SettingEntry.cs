using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue;

/// <summary>A setting of <c>train</c>.</summary>
public abstract class SettingEntry : CatalogueEntry
{
    /// <summary>What holds without it, as the reference prints it.</summary>
    public abstract string Default { get; }

    /// <summary>What may stand there, in words.</summary>
    public abstract string Expectation { get; }

    /// <summary>Whether it holds for the whole training, whatever phase it stands in.</summary>
    public virtual bool IsOfWhole => false;

    /// <summary>What to write instead of what cannot stand there.</summary>
    internal abstract string Advice { get; }

    /// <summary>Takes the setting's value over into the phase or the training; reports what cannot be.</summary>
    internal abstract void Bind(SettingBinding at);
}
