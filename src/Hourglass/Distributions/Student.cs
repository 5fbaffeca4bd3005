using Hourglass.Numerics;
using static TorchSharp.torch;

namespace Hourglass.Distributions;

/// <summary>Student distributions with independent components, of any location and scale (Lange et al., 1989, section 2).</summary>
/// <param name="mean">The locations, <c>[N, ...]</c>: the means where there is more than one degree of freedom.</param>
/// <param name="logScale">The natural logarithms of the scales, <c>[N, ...]</c> or anything that broadcasts to it.</param>
/// <param name="logDf">The natural logarithms of the degrees of freedom, <c>[N, ...]</c> or anything that broadcasts to it.</param>
public sealed class Student(Tensor mean, Tensor logScale, Tensor logDf) : IDistribution
{
    /// <summary>The locations, <c>[N, ...]</c>.</summary>
    public Tensor Mean { get; } = mean;

    /// <summary>The natural logarithms of the scales, which broadcast to <see cref="Mean"/>.</summary>
    public Tensor LogScale { get; } = Numerics.Argument.Broadcast(logScale, "logScale", mean);

    /// <summary>The natural logarithms of the degrees of freedom, which broadcast to <see cref="Mean"/>.</summary>
    public Tensor LogDf { get; } = Numerics.Argument.Broadcast(logDf, "logDf", mean);

    /// <summary>Standard Student distributions: locations of 0, scales of 1, 4 degrees of freedom.</summary>
    /// <param name="shape"><c>[N, ...]</c>.</param>
    /// <param name="precision">The type of the numbers.</param>
    /// <param name="device">Where they are.</param>
    public static Student Standard(ReadOnlySpan<long> shape, ScalarType precision, Device device) => new(
        zeros(shape, dtype: precision, device: device),
        zeros(1, dtype: precision, device: device),
        full([1], Math.Log(4), dtype: precision, device: device));

    /// <summary>
    /// A draw, <c>[N, ...]</c>, reparameterised: gradients reach the location, the scale and the degrees of freedom (Bailey, 1994).
    /// </summary>
    public Tensor Sample()
    {
        var angle = TorchDraws.UniformLike(Mean) * (2 * Math.PI);
        var exponent = (-2 * (-LogDf).exp() * TorchDraws.UniformLike(Mean).clamp_min_(Math.Pow(2, -24)).log_()).clamp_max(40);
        return Mean + LogScale.exp() * angle.cos_() * (LogDf.exp() * exponent.expm1()).sqrt();
    }

    /// <inheritdoc cref="IDistribution.Interval"/>
    public (Tensor Lower, Tensor Upper) Interval(double level) => Intervals.OfDraws(this, level);

    /// <summary>The log-density of <paramref name="x"/> <c>[N, ...]</c>, summed over the event, <c>[N]</c>, in nats.</summary>
    /// <exception cref="DataException"><paramref name="x"/> is of another shape, complex, or elsewhere.</exception>
    public Tensor LogProb(Tensor x)
    {
        Numerics.Argument.CheckLike(x, "x", Mean);
        var value = x.is_floating_point() ? x : x.to_type(Mean.dtype);
        var half = LogDf.exp() / 2;
        var apart = ((value - Mean) * (-LogScale).exp()).square();
        var tails = (half + 0.5) * (apart * (-LogDf).exp()).log1p();
        return EventSum.Of((half + 0.5).lgamma() - half.lgamma() - (LogDf + Math.Log(Math.PI)) / 2 - LogScale - tails);
    }
}
