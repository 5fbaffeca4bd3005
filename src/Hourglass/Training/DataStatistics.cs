using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>Statistics of data that a model is prepared by; a training finds them over the examples that train, before its first
/// step.</summary>
/// <param name="Field">The data's name.</param>
/// <param name="Kind">Which.</param>
/// <param name="First">The mean or the least value of each element, <c>[...shape]</c>; a buffer of the model.</param>
/// <param name="Second">The standard deviation, or how far the largest value is from the least; 1 where an element never differs.</param>
/// <param name="Of">From stored values <c>[N, ...shape]</c> to those that the statistics are of: what preparations before it give.</param>
public sealed record DataStatistics(string Field, StatisticKind Kind, Tensor First, Tensor Second, Func<Tensor, Tensor> Of);

/// <summary>Statistics of each element of data.</summary>
public enum StatisticKind
{
    /// <summary>The mean and the standard deviation (of the population: divided by N).</summary>
    Moments,

    /// <summary>The least value, and how far the largest is from it.</summary>
    Range,
}
