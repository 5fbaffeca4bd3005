using static TorchSharp.torch;

namespace Hourglass.Numerics;

/// <summary>Corruptions of an input (Vincent et al., 2010, section 3) and dropout (Srivastava et al., 2014), given a draw; gradients pass where an element is kept.</summary>
public static class Corruption
{
    /// <summary>Adds normal noise.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="deviation">The noise's standard deviation.</param>
    /// <param name="normal">Standard normal numbers in the shape of <paramref name="x"/>.</param>
    public static Tensor Gaussian(Tensor x, double deviation, Tensor normal) => x + deviation * normal;

    /// <summary>Sets each element to 0 with a probability.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="probability">From 0 to below 1.</param>
    /// <param name="uniform">Uniform numbers on [0, 1) in the shape of <paramref name="x"/>.</param>
    public static Tensor Mask(Tensor x, double probability, Tensor uniform) => x * (uniform >= probability);

    /// <summary>Sets each element, with a probability, to 0 or 1 with equal chances (salt and pepper).</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="probability">From 0 to below 1.</param>
    /// <param name="uniform">Uniform numbers on [0, 1) in the shape of <paramref name="x"/>.</param>
    public static Tensor Salt(Tensor x, double probability, Tensor uniform) => x * (uniform >= probability) + (uniform < probability / 2);

    /// <summary>Sets each element to 0 with a probability and scales the rest so that the mean stays.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="probability">From 0 to below 1.</param>
    /// <param name="uniform">Uniform numbers on [0, 1) in the shape of <paramref name="x"/>.</param>
    public static Tensor Dropout(Tensor x, double probability, Tensor uniform) => x * (uniform >= probability) / (1 - probability);
}
