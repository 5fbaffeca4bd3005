using Hourglass.Numerics;
using static TorchSharp.torch;

namespace Hourglass.Distributions;

/// <summary>Laplace distributions with independent components (Kotz et al., 2001, section 2.1).</summary>
/// <param name="mean">The means, <c>[N, ...]</c>.</param>
/// <param name="logScale">The natural logarithms of the scales, <c>[N, ...]</c> or anything that broadcasts to it.</param>
public sealed class Laplace(Tensor mean, Tensor logScale) : IDistribution
{
    /// <summary>The means, <c>[N, ...]</c>.</summary>
    public Tensor Mean { get; } = mean;

    /// <summary>The natural logarithms of the scales, which broadcast to <see cref="Mean"/>.</summary>
    public Tensor LogScale { get; } = Numerics.Argument.Broadcast(logScale, "logScale", mean);

    /// <summary>Standard Laplace distributions: means of 0, scales of 1.</summary>
    /// <param name="shape"><c>[N, ...]</c>.</param>
    /// <param name="precision">The type of the numbers.</param>
    /// <param name="device">Where they are.</param>
    public static Laplace Standard(ReadOnlySpan<long> shape, ScalarType precision, Device device) =>
        new(zeros(shape, dtype: precision, device: device), zeros(1, dtype: precision, device: device));

    /// <summary>A draw, <c>[N, ...]</c>, reparameterised: gradients reach the mean and the scale.</summary>
    public Tensor Sample()
    {
        var centred = TorchDraws.UniformLike(Mean) - 0.5;
        return Mean - LogScale.exp() * centred.sign() * (1 - 2 * centred.abs()).clamp_min_(Math.Pow(2, -24)).log_();
    }

    /// <inheritdoc cref="IDistribution.Interval"/>
    public (Tensor Lower, Tensor Upper) Interval(double level) =>
        Intervals.About(Mean, -Math.Log(2 * Intervals.TailOf(level)) * LogScale.exp());

    /// <summary>The log-density of <paramref name="x"/> <c>[N, ...]</c>, summed over the event, <c>[N]</c>, in nats.</summary>
    /// <exception cref="DataException"><paramref name="x"/> is of another shape, complex, or elsewhere.</exception>
    public Tensor LogProb(Tensor x)
    {
        Numerics.Argument.CheckLike(x, "x", Mean);
        var value = x.is_floating_point() ? x : x.to_type(Mean.dtype);
        return EventSum.Of(-(value - Mean).abs() * (-LogScale).exp() - LogScale - Math.Log(2));
    }

    /// <summary>
    /// The Kullback-Leibler divergence from this to <paramref name="other"/>, in closed form, summed over the event, <c>[N]</c>, in nats
    /// (Meyer, 2021).
    /// </summary>
    /// <exception cref="DataException"><paramref name="other"/> is over events of another shape.</exception>
    public Tensor KlTo(Laplace other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Numerics.Argument.CheckLike(other.Mean, "other.Mean", Mean);
        var apart = (Mean - other.Mean).abs();
        var tail = LogScale.exp() * (-apart * (-LogScale).exp()).exp() + apart;
        return EventSum.Of(tail * (-other.LogScale).exp() - LogScale + other.LogScale - 1);
    }
}
