using Hourglass.Numerics;
using static TorchSharp.torch;

namespace Hourglass.Distributions;

/// <summary>
/// Beta distributions with independent components (Johnson et al., 1995, chapter 25). Numbers nearer to 0 or to 1 than 2⁻²⁴, and those
/// themselves, count as that near.
/// </summary>
/// <param name="alpha">The concentrations at 1, <c>[N, ...]</c>, above 0.</param>
/// <param name="beta">The concentrations at 0, <c>[N, ...]</c> or anything that broadcasts to it, above 0.</param>
public sealed class Beta(Tensor alpha, Tensor beta) : IDistribution
{
    private static readonly double Border = Math.Pow(2, -24);

    /// <summary>The concentrations at 1, <c>[N, ...]</c>.</summary>
    public Tensor AlphaConcentration { get; } = alpha;

    /// <summary>The concentrations at 0, which broadcast to <see cref="AlphaConcentration"/>.</summary>
    public Tensor BetaConcentration { get; } = Argument.Broadcast(beta, "beta", alpha);

    /// <summary>α / (α + β), a new tensor <c>[N, ...]</c>.</summary>
    public Tensor Mean => AlphaConcentration / (AlphaConcentration + BetaConcentration);

    /// <summary>Standard beta distributions, which are uniform: both concentrations are 1.</summary>
    /// <param name="shape"><c>[N, ...]</c>.</param>
    /// <param name="precision">The type of the numbers.</param>
    /// <param name="device">Where they are.</param>
    public static Beta Standard(ReadOnlySpan<long> shape, ScalarType precision, Device device) =>
        new(ones(shape, dtype: precision, device: device), ones(1, dtype: precision, device: device));

    /// <summary>
    /// A draw, <c>[N, ...]</c>, reparameterised: gradients reach both concentrations. They are libtorch's, good to three digits; a model's
    /// training step computes them to all.
    /// </summary>
    public Tensor Sample()
    {
        var smallest = Math.Pow(2, -126);
        var ones = TorchDraws.StandardGamma(AlphaConcentration).clamp_min(smallest);
        return (ones / (ones + TorchDraws.StandardGamma(BetaConcentration.expand_as(AlphaConcentration)))).clamp(Border, 1 - Border);
    }

    /// <inheritdoc cref="IDistribution.Interval"/>
    public (Tensor Lower, Tensor Upper) Interval(double level) => Intervals.OfDraws(this, level);

    /// <summary>The log-density of <paramref name="x"/> <c>[N, ...]</c>, summed over the event, <c>[N]</c>, in nats.</summary>
    /// <exception cref="DataException"><paramref name="x"/> is of another shape, complex, or elsewhere.</exception>
    public Tensor LogProb(Tensor x)
    {
        Argument.CheckLike(x, "x", AlphaConcentration);
        var inside = (x.is_floating_point() ? x : x.to_type(AlphaConcentration.dtype)).clamp(Border, 1 - Border);
        var powers = (AlphaConcentration - 1) * inside.log() + (BetaConcentration - 1) * (-inside).log1p();
        return EventSum.Of(powers - LogBeta(this));
    }

    /// <summary>
    /// The Kullback-Leibler divergence from this to <paramref name="other"/>, in closed form, summed over the event, <c>[N]</c>, in nats.
    /// </summary>
    /// <exception cref="DataException"><paramref name="other"/> is over events of another shape.</exception>
    public Tensor KlTo(Beta other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Argument.CheckLike(other.AlphaConcentration, "other.AlphaConcentration", AlphaConcentration);
        var ofBoth = GammaFunctions.Digamma(AlphaConcentration + BetaConcentration);
        return EventSum.Of(
            (AlphaConcentration - other.AlphaConcentration) * (GammaFunctions.Digamma(AlphaConcentration) - ofBoth)
            + (BetaConcentration - other.BetaConcentration) * (GammaFunctions.Digamma(BetaConcentration) - ofBoth)
            - LogBeta(this) + LogBeta(other));
    }

    private static Tensor LogBeta(Beta of) =>
        of.AlphaConcentration.lgamma() + of.BetaConcentration.lgamma() - (of.AlphaConcentration + of.BetaConcentration).lgamma();
}
