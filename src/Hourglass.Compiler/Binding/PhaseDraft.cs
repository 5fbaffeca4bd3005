using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>A phase whose objective is still to be bound.</summary>
/// <param name="Phase">The phase.</param>
/// <param name="Minimize">Its own objective as written; null where it has none.</param>
/// <param name="Span">Where it is written.</param>
internal sealed record PhaseDraft(BoundPhase Phase, MinimizeStatement? Minimize, TextSpan Span)
{
    /// <summary>The settings that are written.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>The layer that it trains as an autoencoder of its own; null where the model is trained.</summary>
    public BoundLayer? Layer { get; init; }
}
