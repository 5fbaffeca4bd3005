using Hourglass.Distributions;
using static TorchSharp.torch;

namespace Hourglass;

/// <summary>One of a model's codes on a batch.</summary>
/// <param name="Name">Its name in the model.</param>
/// <param name="Value">The code, <c>[N, ...]</c>; a random one at its posterior's mean.</param>
public sealed record BatchCode(string Name, Tensor Value)
{
    /// <summary>q(z | x) of each example; null for a code that is not random, or read from a random code.</summary>
    public IDistribution? Posterior { get; init; }

    /// <summary>p(z), once for each example; null where there is none, or it depends on other codes.</summary>
    public IDistribution? Prior { get; init; }
}
