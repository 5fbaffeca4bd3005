using Hourglass.Training;

namespace Hourglass;

/// <summary>What a model is, as its compiler saw it.</summary>
/// <param name="Name">The type's name.</param>
/// <param name="Summary">Its documentation, possibly empty.</param>
/// <param name="Fields">Its data, in the order of declaration.</param>
/// <param name="ReconstructedField">The data name that <see cref="Autoencoder.ReconstructBatch"/> is compared with, or null.</param>
/// <param name="Terms">The names of the objective's terms, such as <c>nll_x</c> and <c>kl_z</c>.</param>
/// <param name="Plan">How it trains.</param>
/// <param name="Definition">What is computed, in the words of the language once constants, blocks and mirrors are resolved: a line for
/// each data variable, binding and term of the objective. Formatting and comments do not show in it. Empty for a model that is written by
/// hand.
/// </param>
/// <param name="LeastBatch">The fewest examples of a training step; null where a single one will do.</param>
public sealed record ModelDescription(
    string Name,
    string Summary,
    IReadOnlyList<DataField> Fields,
    string? ReconstructedField,
    IReadOnlyList<string> Terms,
    TrainingPlan Plan,
    string Definition = "",
    LeastBatch? LeastBatch = null)
{
    /// <summary>Weights that move in the first epochs; empty where none does.</summary>
    public IReadOnlyList<MovingWeight> MovingWeights { get; init; } = [];

    /// <summary>Those of the terms that are reported and not minimized: the perplexity of codes, say.</summary>
    public IReadOnlyList<string> Figures { get; init; } = [];

    /// <summary>The last of the terms: those that critics minimize in steps of their own; empty without a critic.</summary>
    public IReadOnlyList<string> CriticTerms { get; init; } = [];

    /// <summary>The objectives of phases that have one of their own; <see cref="PhasePlan.Objective"/> counts them from 1.</summary>
    public IReadOnlyList<ObjectiveDescription> PhaseObjectives { get; init; } = [];

    /// <summary>What the model's text says of its variables, by their names; those without a word are not there.</summary>
    public IReadOnlyDictionary<string, string> Documentation { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether critics minimize terms of any objective.</summary>
    internal bool HasCritics => CriticTerms.Count > 0 || PhaseObjectives.Any(objective => objective.CriticTerms.Count > 0);

    /// <summary>An objective: the model's own is the first, those of phases follow.</summary>
    /// <param name="index">Which, from 0.</param>
    public ObjectiveDescription Objective(int index) => index > 0
        ? PhaseObjectives[index - 1]
        : new ObjectiveDescription("", Terms) { MovingWeights = MovingWeights, Figures = Figures, CriticTerms = CriticTerms };
}

/// <summary>A weight of the objective that moves with the epochs, <c>ramp(0, 1, epochs: 10)</c>.</summary>
/// <param name="Term">The term's name.</param>
/// <param name="Schedule">The word that moves it.</param>
/// <param name="Epochs">After how many epochs it moves no more.</param>
public sealed record MovingWeight(string Term, string Schedule, double Epochs);

/// <summary>
/// The fewest examples that a training step of a model can take. A rest of fewer at an epoch's end joins the batch before it; data or
/// batches that are smaller are refused before training.
/// </summary>
/// <param name="Examples">How many.</param>
/// <param name="Stage">The stage that needs them, <c>batchnorm</c>.</param>
/// <param name="Place">Where it stands, in the words of messages.</param>
public sealed record LeastBatch(int Examples, string Stage, string Place);

/// <summary>The values that a data variable may take.</summary>
public enum Domain
{
    /// <summary>Any real number.</summary>
    Real,

    /// <summary>[0, 1].</summary>
    Unit,

    /// <summary>0 or 1.</summary>
    Binary,

    /// <summary>0, 1, 2, …</summary>
    Count,

    /// <summary>0 … K-1.</summary>
    Class,
}

/// <summary>A data variable.</summary>
/// <param name="Name">Its name in the model.</param>
/// <param name="Domain">Its values.</param>
/// <param name="Classes">K for <see cref="Domain.Class"/>, otherwise 0.</param>
/// <param name="Shape">The shape of one example; empty for a single class.</param>
/// <param name="Optional">Whether values may be missing: −1 for a class, NaN for a number.</param>
public sealed record DataField(string Name, Domain Domain, int Classes, IReadOnlyList<long> Shape, bool Optional)
{
    /// <summary>What all numbers must be above, as a preparation has no values below; null for no bound beyond the domain's.</summary>
    public double? Above { get; init; }
}
