using static TorchSharp.torch;

namespace Hourglass.Numerics;

/// <summary>
/// Corruptions of an input (Vincent et al., 2010, section 3) and of what lies behind it (Srivastava et al., 2014), by draws of the input's
/// shape and type. Gradients pass where an element is kept.
/// </summary>
public static class Corruption
{
    /// <summary>Adds normal noise.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="deviation">The noise's standard deviation.</param>
    /// <param name="noise">Standard normal draws.</param>
    /// <exception cref="DataException">The shapes or places differ, or the deviation is below 0.</exception>
    public static Tensor Gaussian(Tensor x, double deviation, Tensor noise)
    {
        Door.Same(x, noise);
        Door.Scale(deviation);
        return x + deviation * noise;
    }

    /// <summary>Sets each element to 0 with a probability.</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="probability">From 0 to below 1.</param>
    /// <param name="draw">Draws from [0, 1); an element is kept where its draw is not below the probability.</param>
    /// <exception cref="DataException">The shapes or places differ, or the probability is none.</exception>
    public static Tensor Mask(Tensor x, double probability, Tensor draw)
    {
        Door.Same(x, draw);
        Door.Probability(probability);
        return x * (draw >= probability);
    }

    /// <summary>Sets each element, with a probability, to 0 or 1 with equal chances (salt and pepper).</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="probability">From 0 to below 1.</param>
    /// <param name="draw">Draws from [0, 1): below half of the probability an element becomes 1, from there to the probability 0.</param>
    /// <exception cref="DataException">The shapes or places differ, or the probability is none.</exception>
    public static Tensor Salt(Tensor x, double probability, Tensor draw)
    {
        Door.Same(x, draw);
        Door.Probability(probability);
        var kept = x * (draw >= probability);
        return kept + (draw < probability / 2);
    }

    /// <summary>Sets each element to 0 with a probability and scales the rest by 1/(1 - probability).</summary>
    /// <param name="x">Any shape.</param>
    /// <param name="probability">From 0 to below 1.</param>
    /// <param name="draw">Draws from [0, 1); an element is kept where its draw is not below the probability.</param>
    /// <exception cref="DataException">The shapes or places differ, or the probability is none.</exception>
    public static Tensor Dropout(Tensor x, double probability, Tensor draw)
    {
        Door.Same(x, draw);
        Door.Floating(x);
        Door.Probability(probability);
        return x * (draw >= probability).to_type(x.dtype).mul_(1 / (1 - probability));
    }
}
