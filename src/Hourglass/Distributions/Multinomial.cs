using Hourglass.Numerics;
using static TorchSharp.torch;

namespace Hourglass.Distributions;

/// <summary>
/// Multinomial distributions over all elements of an event: how often each came up, given how often any did (Johnson et al., 1997, chapter
/// 35). That number is no parameter: of data it is their sum.
/// </summary>
/// <param name="logits">Unnormalised log-probabilities, <c>[N, ...]</c>.</param>
public sealed class Multinomial(Tensor logits) : IDistribution
{
    /// <summary>Unnormalised log-probabilities, <c>[N, ...]</c>.</summary>
    public Tensor Logits { get; } = logits;

    /// <summary>The probabilities, a new tensor <c>[N, ...]</c>: the mean for each time that any element came up.</summary>
    public Tensor Mean => Logits.flatten(1).softmax(1).reshape(Logits.shape);

    /// <summary>One element that came up, <c>[N, ...]</c> with a 1 there; carries no gradient.</summary>
    public Tensor Sample() => Sample(1);

    /// <summary>Counts of so many elements that came up, <c>[N, ...]</c>; carries no gradient.</summary>
    /// <param name="total">How many, 1 or more.</param>
    public Tensor Sample(int total)
    {
        var chances = Mean.detach().flatten(1);
        var places = TorchDraws.Multinomial(chances, total);
        return zeros_like(chances).scatter_add_(1, places, ones_like(places).to_type(chances.dtype)).reshape(Logits.shape);
    }

    /// <inheritdoc cref="IDistribution.Interval"/>
    public (Tensor Lower, Tensor Upper) Interval(double level) => Intervals.OfDraws(this, level);

    /// <summary>The log-probability of the counts <paramref name="x"/> <c>[N, ...]</c>, <c>[N]</c>, in nats.</summary>
    /// <exception cref="DataException"><paramref name="x"/> is of another shape, complex, or elsewhere.</exception>
    public Tensor LogProb(Tensor x)
    {
        Numerics.Argument.CheckLike(x, "x", Logits);
        var counts = (x.dtype == Logits.dtype ? x : x.to_type(Logits.dtype)).flatten(1);
        var chances = counts * Logits.flatten(1).log_softmax(1) - (counts + 1).lgamma();
        return chances.sum(1) + (counts.sum(1) + 1).lgamma();
    }
}
