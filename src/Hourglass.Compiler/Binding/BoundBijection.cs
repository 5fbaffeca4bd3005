using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>A bijection behind a distribution.</summary>
/// <param name="Entry">Which.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Width">How many variables it transforms.</param>
/// <param name="Reversed">Whether it goes through them from the last to the first.</param>
/// <param name="LayerName">The name of its layer inside its role's module: its word with a number, or the label.</param>
/// <param name="Container">The module that owns the layer.</param>
/// <param name="Span">Where it is written.</param>
public sealed record BoundBijection(
    BijectionEntry Entry,
    BoundArguments Arguments,
    int Width,
    bool Reversed,
    string LayerName,
    string Container,
    TextSpan Span)
{
    /// <summary>The user's label, if any.</summary>
    public string? Label { get; init; }

    /// <summary>Whether it is a prior's, which goes back from a draw of the code.</summary>
    public bool IsOfPrior => Container == ModelScope.ContainerOf(Role.Prior);

    /// <summary>Trainable numbers that it owns.</summary>
    public long ParameterCount => Entry.Definition(this).Parameters.Sum(parameter => parameter.Shape.Count);
}
