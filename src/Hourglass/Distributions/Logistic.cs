using static TorchSharp.torch;

namespace Hourglass.Distributions;

/// <summary>Logistic distributions with independent components (Johnson, Kotz and Balakrishnan, 1995, chapter 23).</summary>
/// <param name="mean">The means, <c>[N, ...]</c>.</param>
/// <param name="logScale">The natural logarithms of the scales, <c>[N, ...]</c> or anything that broadcasts to it.</param>
public sealed class Logistic(Tensor mean, Tensor logScale) : IDistribution
{
    /// <summary>The means, <c>[N, ...]</c>.</summary>
    public Tensor Mean { get; } = mean;

    /// <summary>The natural logarithms of the scales, which broadcast to <see cref="Mean"/>.</summary>
    public Tensor LogScale { get; } = Numerics.Argument.Broadcast(logScale, "logScale", mean);

    /// <summary>Standard logistic distributions: means of 0, scales of 1.</summary>
    /// <param name="shape"><c>[N, ...]</c>.</param>
    /// <param name="precision">The type of the numbers.</param>
    /// <param name="device">Where they are.</param>
    public static Logistic Standard(ReadOnlySpan<long> shape, ScalarType precision, Device device) =>
        new(zeros(shape, dtype: precision, device: device), zeros(1, dtype: precision, device: device));

    /// <summary>A draw, <c>[N, ...]</c>, reparameterised: gradients reach the mean and the scale.</summary>
    public Tensor Sample() => Mean + LogScale.exp() * OpenUniform.Like(Mean).logit_();

    /// <inheritdoc cref="IDistribution.Interval"/>
    public (Tensor Lower, Tensor Upper) Interval(double level) =>
        Intervals.About(Mean, Math.Log(1 / Intervals.TailOf(level) - 1) * LogScale.exp());

    /// <summary>The log-density of <paramref name="x"/> <c>[N, ...]</c>, summed over the event, <c>[N]</c>, in nats.</summary>
    /// <exception cref="DataException"><paramref name="x"/> is of another shape, complex, or elsewhere.</exception>
    public Tensor LogProb(Tensor x)
    {
        Numerics.Argument.CheckLike(x, "x", Mean);
        var value = x.is_floating_point() ? x : x.to_type(Mean.dtype);
        var apart = (value - Mean).abs() * (-LogScale).exp();
        return EventSum.Of(-apart - LogScale - 2 * nn.functional.softplus(-apart));
    }
}
