using Hourglass.Compiler.Catalogue;

namespace Hourglass.Compiler.Binding;

/// <summary>A stage or a term that the hand-written part of the model's class implements.</summary>
/// <param name="Name">The word that it is used by.</param>
/// <param name="Method">The partial method.</param>
/// <param name="Signature">What stands in its parentheses: numbers of a stage, variables of a term.</param>
/// <param name="Span">Where it is declared.</param>
public sealed record BoundExtern(string Name, string Method, Signature Signature, TextSpan Span)
{
    /// <summary>Where its name is written.</summary>
    public TextSpan NameSpan { get; init; }

    /// <summary>How a term adds up; null for a stage.</summary>
    public TermKind? Kind { get; init; }

    /// <summary>The sizes that a stage takes; those that depend on its own parameters as they are written.</summary>
    public EquatableArray<string> From { get; init; } = EquatableArray<string>.Empty;

    /// <summary>The sizes that a stage gives.</summary>
    public EquatableArray<string> To { get; init; } = EquatableArray<string>.Empty;

    /// <summary>Whether it is a term.</summary>
    public bool IsTerm => Kind is not null;

    /// <summary>As it is declared, with numbers in place of the model's constants.</summary>
    public override string ToString() =>
        $"extern {(IsTerm ? "term" : "block")} {Name}{Signature}: "
        + (Kind is { } kind ? kind.ToString().ToLowerInvariant() : $"[{string.Join(", ", From)}] -> [{string.Join(", ", To)}]");
}
