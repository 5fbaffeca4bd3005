namespace Hourglass;

/// <summary>Something to minimize: a model's own objective, or that of a phase of its training.</summary>
/// <param name="Name">The phase's name; empty for the model's own.</param>
/// <param name="Terms">The names of the terms, such as <c>nll_x</c> and <c>kl_z</c>; those of critics last.</param>
public sealed record ObjectiveDescription(string Name, IReadOnlyList<string> Terms)
{
    /// <summary>Weights that move in the first epochs; empty where none does.</summary>
    public IReadOnlyList<MovingWeight> MovingWeights { get; init; } = [];

    /// <summary>Those of the terms that are reported and not minimized: the perplexity of codes, say.</summary>
    public IReadOnlyList<string> Figures { get; init; } = [];

    /// <summary>The last of the terms: those that critics minimize in steps of their own; empty without a critic.</summary>
    public IReadOnlyList<string> CriticTerms { get; init; } = [];

    /// <summary>What the model minimizes, as reports name it.</summary>
    internal string Text => string.Join(" + ", Terms.Except(Figures).Except(CriticTerms));

    /// <summary>How many of the terms are those of the model's own steps.</summary>
    internal int OwnTerms => Terms.Count - CriticTerms.Count;
}
