using Hourglass.Numerics;
using static TorchSharp.torch;

namespace Hourglass.Distributions;

/// <summary>
/// Dirichlet distributions over shares that add up to 1 along dimension 1, independent along those behind it (Kotz et al., 2000, chapter
/// 49).
/// </summary>
/// <param name="concentration">The concentrations, <c>[N, K, ...]</c>, above 0.</param>
public sealed class Dirichlet(Tensor concentration) : IDistribution
{
    /// <summary>The smallest normal number of single precision: shares below it count as it.</summary>
    private const double Smallest = 1.1754943508222875e-38;

    /// <summary>The concentrations, <c>[N, K, ...]</c>.</summary>
    public Tensor Concentration { get; } = Argument.OfClasses(concentration, "concentration", "shares");

    /// <summary>The concentrations' shares in their sum, a new tensor <c>[N, K, ...]</c>.</summary>
    public Tensor Mean => Concentration / Concentration.sum(1, keepdim: true);

    /// <summary>Standard Dirichlet distributions, which are uniform: all concentrations are 1.</summary>
    /// <param name="shape"><c>[N, K, ...]</c>.</param>
    /// <param name="precision">The type of the numbers.</param>
    /// <param name="device">Where they are.</param>
    public static Dirichlet Standard(ReadOnlySpan<long> shape, ScalarType precision, Device device) =>
        new(ones(shape, dtype: precision, device: device));

    /// <summary>
    /// A draw, <c>[N, K, ...]</c>, reparameterised: gradients reach the concentrations. They are libtorch's, good to three digits; a
    /// model's training step computes them to all.
    /// </summary>
    public Tensor Sample()
    {
        var parts = TorchDraws.StandardGamma(Concentration).clamp_min(Smallest);
        return parts / parts.sum(1, keepdim: true);
    }

    /// <inheritdoc cref="IDistribution.Interval"/>
    public (Tensor Lower, Tensor Upper) Interval(double level) => Intervals.OfDraws(this, level);

    /// <summary>
    /// The log-density of <paramref name="x"/> <c>[N, K, ...]</c>, whose shares add up to 1, summed over the event, <c>[N]</c>, in nats.
    /// </summary>
    /// <exception cref="DataException"><paramref name="x"/> is of another shape, complex, or elsewhere.</exception>
    public Tensor LogProb(Tensor x)
    {
        Argument.CheckLike(x, "x", Concentration);
        var shares = x.is_floating_point() ? x : x.to_type(Concentration.dtype);
        return EventSum.Of(((Concentration - 1) * shares.clamp_min(Smallest).log()).sum(1) - LogBeta(Concentration));
    }

    /// <summary>
    /// The Kullback-Leibler divergence from this to <paramref name="other"/>, in closed form, summed over the event, <c>[N]</c>, in nats
    /// (Penny, 2001, appendix).
    /// </summary>
    /// <exception cref="DataException"><paramref name="other"/> is over events of another shape.</exception>
    public Tensor KlTo(Dirichlet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Argument.CheckLike(other.Concentration, "other.Concentration", Concentration);
        var logarithms = GammaFunctions.Digamma(Concentration) - GammaFunctions.Digamma(Concentration.sum(1, keepdim: true));
        return EventSum.Of(
            ((Concentration - other.Concentration) * logarithms).sum(1) - LogBeta(Concentration) + LogBeta(other.Concentration));
    }

    private static Tensor LogBeta(Tensor concentration) => concentration.lgamma().sum(1) - concentration.sum(1).lgamma();
}
