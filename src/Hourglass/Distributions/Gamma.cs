using Hourglass.Numerics;
using static TorchSharp.torch;

namespace Hourglass.Distributions;

/// <summary>Gamma distributions with independent components (Johnson et al., 1994, chapter 17).</summary>
/// <param name="concentration">The concentrations, <c>[N, ...]</c>, above 0.</param>
/// <param name="rate">The rates, <c>[N, ...]</c> or anything that broadcasts to it, above 0.</param>
public sealed class Gamma(Tensor concentration, Tensor rate) : IDistribution
{
    /// <summary>The smallest normal number of single precision: draws below it count as it.</summary>
    private const double Smallest = 1.1754943508222875e-38;

    /// <summary>The concentrations, <c>[N, ...]</c>.</summary>
    public Tensor Concentration { get; } = concentration;

    /// <summary>The rates, which broadcast to <see cref="Concentration"/>.</summary>
    public Tensor Rate { get; } = Argument.Broadcast(rate, "rate", concentration);

    /// <summary>Concentrations over rates, a new tensor <c>[N, ...]</c>.</summary>
    public Tensor Mean => Concentration / Rate;

    /// <summary>Standard gamma distributions: concentrations and rates of 1.</summary>
    /// <param name="shape"><c>[N, ...]</c>.</param>
    /// <param name="precision">The type of the numbers.</param>
    /// <param name="device">Where they are.</param>
    public static Gamma Standard(ReadOnlySpan<long> shape, ScalarType precision, Device device) =>
        new(ones(shape, dtype: precision, device: device), ones(1, dtype: precision, device: device));

    /// <summary>
    /// A draw, <c>[N, ...]</c>, reparameterised: gradients reach both parameters. That of the concentration is libtorch's, good to three
    /// digits; a model's training step computes it to all.
    /// </summary>
    public Tensor Sample() => (TorchDraws.StandardGamma(Concentration) / Rate).clamp_min(Smallest);

    /// <inheritdoc cref="IDistribution.Interval"/>
    public (Tensor Lower, Tensor Upper) Interval(double level) => Intervals.OfDraws(this, level);

    /// <summary>The log-density of <paramref name="x"/> <c>[N, ...]</c>, summed over the event, <c>[N]</c>, in nats.</summary>
    /// <exception cref="DataException"><paramref name="x"/> is of another shape, complex, or elsewhere.</exception>
    public Tensor LogProb(Tensor x)
    {
        Argument.CheckLike(x, "x", Concentration);
        var value = x.is_floating_point() ? x : x.to_type(Concentration.dtype);
        var powers = (Concentration - 1) * value.clamp_min(Smallest).log();
        return EventSum.Of(Concentration * Rate.log() + powers - Rate * value - Concentration.lgamma());
    }

    /// <summary>
    /// The Kullback-Leibler divergence from this to <paramref name="other"/>, in closed form, summed over the event, <c>[N]</c>, in nats
    /// (Penny, 2001, appendix).
    /// </summary>
    /// <exception cref="DataException"><paramref name="other"/> is over events of another shape.</exception>
    public Tensor KlTo(Gamma other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Argument.CheckLike(other.Concentration, "other.Concentration", Concentration);
        var shapes = (Concentration - other.Concentration) * GammaFunctions.Digamma(Concentration)
            - Concentration.lgamma() + other.Concentration.lgamma();
        return EventSum.Of(
            shapes + other.Concentration * (Rate.log() - other.Rate.log()) + Concentration * (other.Rate - Rate) / Rate);
    }
}
