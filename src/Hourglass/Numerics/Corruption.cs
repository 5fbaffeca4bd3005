using static TorchSharp.torch;

namespace Hourglass.Numerics;

/// <summary>Corruptions of an input (Vincent et al., 2010, section 3). Each draw is new; gradients pass where an element is kept.</summary>
public static class Corruption
{
    /// <summary>Adds normal noise.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="deviation">The noise's standard deviation.</param>
    public static Tensor Gaussian(Tensor x, double deviation) => x + deviation * randn_like(x);

    /// <summary>Sets each element to 0 with a probability.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="probability">From 0 to below 1.</param>
    public static Tensor Mask(Tensor x, double probability) => x * (rand_like(x) >= probability);

    /// <summary>Sets each element, with a probability, to 0 or 1 with equal chances (salt and pepper).</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="probability">From 0 to below 1.</param>
    public static Tensor Salt(Tensor x, double probability)
    {
        var draw = rand_like(x);
        var kept = x * (draw >= probability);
        return kept + (draw < probability / 2);
    }
}
