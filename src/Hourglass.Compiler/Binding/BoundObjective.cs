namespace Hourglass.Compiler.Binding;

/// <summary>Something to minimize: the model's own objective, or that of a phase.</summary>
/// <param name="Name">The phase's name; empty for the model's own.</param>
/// <param name="Terms">The summands of what the model minimizes.</param>
/// <param name="CriticTerms">
/// What the critics minimize, in a step of their own: a loss for each, and what keeps it smooth.
/// </param>
public sealed record BoundObjective(string Name, IReadOnlyList<BoundTerm> Terms, IReadOnlyList<BoundTerm> CriticTerms)
{
    /// <summary>Nothing.</summary>
    public static BoundObjective None { get; } = new("", [], []);

    /// <summary>What moves the parameters in the place of gradients; null where those do.</summary>
    public BoundMethod? Method { get; init; }

    /// <summary>
    /// The layer that is trained as an autoencoder of its own, of whose variables the terms speak; null where the model is.
    /// </summary>
    public BoundLayer? Layer { get; init; }
}
