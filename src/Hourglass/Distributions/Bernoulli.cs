using Hourglass.Numerics;
using static TorchSharp.torch;

namespace Hourglass.Distributions;

/// <summary>Bernoulli distributions with independent components, held as logits so that no probability is ever rounded to 0 or 1.</summary>
/// <param name="logits">Log-odds, <c>[N, ...]</c>.</param>
public sealed class Bernoulli(Tensor logits) : IDistribution
{
    /// <summary>Log-odds, <c>[N, ...]</c>.</summary>
    public Tensor Logits { get; } = logits;

    /// <summary>The probabilities of 1, a new tensor <c>[N, ...]</c>.</summary>
    public Tensor Mean => Logits.sigmoid();

    /// <summary>Fair coins: log-odds of 0.</summary>
    /// <param name="shape"><c>[N, ...]</c>.</param>
    /// <param name="precision">The type of the numbers.</param>
    /// <param name="device">Where they are.</param>
    public static Bernoulli Standard(ReadOnlySpan<long> shape, ScalarType precision, Device device) =>
        new(zeros(shape, dtype: precision, device: device));

    /// <summary>A draw of zeros and ones, <c>[N, ...]</c>; carries no gradient.</summary>
    public Tensor Sample() => TorchDraws.Bernoulli(Mean.detach());

    /// <summary>
    /// The Kullback-Leibler divergence from this to <paramref name="other"/>, in closed form, summed over the event, <c>[N]</c>, in nats.
    /// </summary>
    /// <exception cref="DataException"><paramref name="other"/> is over events of another shape.</exception>
    public Tensor KlTo(Bernoulli other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Numerics.Argument.CheckLike(other.Logits, "other.Logits", Logits);
        return EventSum.Of(
            (Logits.sigmoid() * (Logits - other.Logits)) - nn.functional.softplus(Logits) + nn.functional.softplus(other.Logits));
    }

    /// <inheritdoc cref="IDistribution.Interval"/>
    public (Tensor Lower, Tensor Upper) Interval(double level)
    {
        var (tail, ones) = (Intervals.TailOf(level), Mean);
        return (ones.gt(1 - tail).to_type(Logits.dtype), ones.gt(tail).to_type(Logits.dtype));
    }

    /// <summary>
    /// The log-probability of <paramref name="x"/> <c>[N, ...]</c>, summed over the event, <c>[N]</c>, in nats. Values between 0 and 1 are
    /// allowed and give the negative cross entropy, as usual for grey images.
    /// </summary>
    /// <exception cref="DataException"><paramref name="x"/> is of another shape, complex, or elsewhere.</exception>
    public Tensor LogProb(Tensor x)
    {
        Numerics.Argument.CheckLike(x, "x", Logits);
        var target = x.dtype == Logits.dtype ? x : x.to_type(Logits.dtype);
        return EventSum.Of(nn.functional.binary_cross_entropy_with_logits(Logits, target, reduction: nn.Reduction.None)).neg();
    }
}
