using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Lowering;

/// <summary>A tensor of a term's own that a training finds from what the model makes of all examples that train.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Layer">Where it is kept.</param>
/// <param name="Of">The values that it is found from, rows of numbers.</param>
public sealed record FittedCodes(CodeStatisticKind Kind, Layer Layer, Value Of);

/// <summary>What is found from all examples.</summary>
public enum CodeStatisticKind
{
    /// <summary>The centres of clusters, once, when the phase begins.</summary>
    Centres,

    /// <summary>The means of a mixture of normals, once, when the phase begins.</summary>
    Normals,

    /// <summary>The mean of each element, when an epoch begins.</summary>
    Means,

    /// <summary>The posterior of a mixture: a sweep of coordinate ascent when an epoch begins.</summary>
    Mixture,
}
