using Hourglass.Numerics;
using static TorchSharp.torch;

namespace Hourglass.Distributions;

/// <summary>Normal distributions with independent components.</summary>
/// <param name="mean">The means, <c>[N, ...]</c>.</param>
/// <param name="logVar">The natural logarithms of the variances, <c>[N, ...]</c> or anything that broadcasts to it, such as one learned
/// scalar.</param>
public sealed class Normal(Tensor mean, Tensor logVar) : IDistribution
{
    private static readonly double LogTwoPi = Math.Log(2 * Math.PI);

    /// <summary>The means, <c>[N, ...]</c>.</summary>
    public Tensor Mean { get; } = mean;

    /// <summary>The natural logarithms of the variances, which broadcast to <see cref="Mean"/>.</summary>
    public Tensor LogVar { get; } = Numerics.Argument.Broadcast(logVar, "logVar", mean);

    /// <summary>Standard normals: means of 0, variances of 1.</summary>
    /// <param name="shape"><c>[N, ...]</c>.</param>
    /// <param name="precision">The type of the numbers.</param>
    /// <param name="device">Where they are.</param>
    public static Normal Standard(ReadOnlySpan<long> shape, ScalarType precision, Device device) =>
        new(zeros(shape, dtype: precision, device: device), zeros(1, dtype: precision, device: device));

    /// <summary>The standard deviations, a new tensor of the shape of <see cref="LogVar"/>.</summary>
    public Tensor StandardDeviation => (LogVar * 0.5).exp_();

    /// <summary>
    /// A draw, <c>[N, ...]</c>, reparameterised: gradients reach the mean and the variance (Kingma and Welling, 2013; Rezende et al.,
    /// 2014).
    /// </summary>
    public Tensor Sample() => TorchDraws.NormalLike(Mean) * StandardDeviation + Mean;

    /// <inheritdoc cref="IDistribution.Interval"/>
    public (Tensor Lower, Tensor Upper) Interval(double level) =>
        Intervals.About(Mean, Intervals.DeviationsOf(level) * StandardDeviation);

    /// <summary>The log-density of <paramref name="x"/> <c>[N, ...]</c>, summed over the event, <c>[N]</c>, in nats.</summary>
    /// <exception cref="DataException"><paramref name="x"/> is of another shape, complex, or elsewhere.</exception>
    public Tensor LogProb(Tensor x)
    {
        Numerics.Argument.CheckLike(x, "x", Mean);
        var value = x.is_floating_point() ? x : x.to_type(Mean.dtype);
        var squares = (value - Mean).square() * (-LogVar).exp_();
        return EventSum.Of((squares + LogVar + LogTwoPi) * -0.5);
    }

    /// <summary>
    /// The Kullback-Leibler divergence from this to <paramref name="other"/>, in closed form, summed over the event, <c>[N]</c>, in nats.
    /// </summary>
    /// <exception cref="DataException"><paramref name="other"/> is over events of another shape.</exception>
    public Tensor KlTo(Normal other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Numerics.Argument.CheckLike(other.Mean, "other.Mean", Mean);
        var squares = (Mean - other.Mean).square();
        var ratio = (squares + LogVar.exp()) * (-other.LogVar).exp_();
        return EventSum.Of((ratio + other.LogVar - LogVar - 1) * 0.5);
    }

    /// <summary>
    /// The Kullback-Leibler divergence from this to the standard normal, in closed form, summed over the event, <c>[N]</c>, in nats.
    /// </summary>
    public Tensor KlToStandard() => EventSum.Of((Mean.square() + LogVar.exp() - LogVar - 1) * 0.5);
}
