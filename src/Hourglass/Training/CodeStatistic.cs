using Hourglass.Datasets;
using Hourglass.Inference;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>A tensor of a model that a training finds from what the model makes of all examples that train.</summary>
/// <param name="Objective">The objective that needs it (<see cref="ModelDescription.Objective"/>).</param>
/// <param name="Kind">What it is.</param>
/// <param name="Target">Where it is kept: a parameter or a buffer of the model, <c>[k, d]</c> for centres, <c>[d]</c> for means.</param>
/// <param name="Of">From a batch to the values that it is found from, <c>[N, d]</c>.</param>
public sealed record CodeStatistic(int Objective, CodeStatisticKind Kind, Tensor Target, Func<Batch, Tensor> Of)
{
    /// <summary>The mixture of <see cref="CodeStatisticKind.Mixture"/>, of which the target is a part.</summary>
    public MixtureLayer? Mixture { get; init; }
}

/// <summary>What is found from all examples.</summary>
public enum CodeStatisticKind
{
    /// <summary>The centres of clusters by k-means, once, when a phase begins.</summary>
    Centres,

    /// <summary>The means of a mixture of normals, once, when a phase begins.</summary>
    Normals,

    /// <summary>The mean of each element, when an epoch begins.</summary>
    Means,

    /// <summary>The posterior of a mixture: it begins with a phase, and each epoch begins with a sweep of coordinate ascent.</summary>
    Mixture,
}
