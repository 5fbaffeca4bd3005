using Hourglass.Numerics;
using static TorchSharp.torch;

namespace Hourglass.Distributions;

/// <summary>Poisson distributions with independent components (Johnson et al., 2005, section 4.1).</summary>
/// <param name="logRate">The natural logarithms of the rates, <c>[N, ...]</c>.</param>
public sealed class Poisson(Tensor logRate) : IDistribution
{
    /// <summary>The natural logarithms of the rates, <c>[N, ...]</c>.</summary>
    public Tensor LogRate { get; } = logRate;

    /// <summary>The rates, a new tensor <c>[N, ...]</c>.</summary>
    public Tensor Mean => LogRate.exp();

    /// <summary>Counts at the rate 1.</summary>
    /// <param name="shape"><c>[N, ...]</c>.</param>
    /// <param name="precision">The type of the numbers.</param>
    /// <param name="device">Where they are.</param>
    public static Poisson Standard(ReadOnlySpan<long> shape, ScalarType precision, Device device) =>
        new(zeros(shape, dtype: precision, device: device));

    /// <summary>A draw of counts, <c>[N, ...]</c>; carries no gradient.</summary>
    public Tensor Sample() => TorchDraws.Poisson(Mean.detach());

    /// <inheritdoc cref="IDistribution.Interval"/>
    public (Tensor Lower, Tensor Upper) Interval(double level) => Intervals.OfDraws(this, level);

    /// <summary>
    /// The log-probability of the counts <paramref name="x"/> <c>[N, ...]</c>, summed over the event, <c>[N]</c>, in nats.
    /// </summary>
    /// <exception cref="DataException"><paramref name="x"/> is of another shape, complex, or elsewhere.</exception>
    public Tensor LogProb(Tensor x)
    {
        Numerics.Argument.CheckLike(x, "x", LogRate);
        var counts = x.dtype == LogRate.dtype ? x : x.to_type(LogRate.dtype);
        return EventSum.Of(counts * LogRate - LogRate.exp() - (counts + 1).lgamma());
    }

    /// <summary>
    /// The Kullback-Leibler divergence from this to <paramref name="other"/>, in closed form, summed over the event, <c>[N]</c>, in nats.
    /// </summary>
    /// <exception cref="DataException"><paramref name="other"/> is over events of another shape.</exception>
    public Tensor KlTo(Poisson other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Numerics.Argument.CheckLike(other.LogRate, "other.LogRate", LogRate);
        var rate = LogRate.exp();
        return EventSum.Of(rate * (LogRate - other.LogRate) - rate + other.LogRate.exp());
    }
}
