using static TorchSharp.torch;

namespace Hourglass.Numerics;

/// <summary>Penalties on activations.</summary>
public static class Penalty
{
    /// <summary>Keeps the logarithms finite where a unit is always on or always off.</summary>
    private const double Margin = 1e-12;

    /// <summary>
    /// Σ_j KL(Bernoulli(rate) ‖ Bernoulli(ρ_j)), ρ_j the mean activation of unit j over the batch, in nats (Ng, 2011, CS294A lecture notes,
    /// section 3).
    /// </summary>
    /// <param name="h">Activations in [0, 1], <c>[N, ...]</c>.</param>
    /// <param name="rate">The wanted mean, from 0 to below 1.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="DataException">The activations have no examples or are no numbers with a fraction, or the rate is none.</exception>
    public static Tensor Sparsity(Tensor h, double rate)
    {
        Door.Examples(h);
        Door.Floating(h);
        Door.Probability(rate);
        // 1 - 1e-12 is 1 itself in single precision.
        var below = h.dtype == ScalarType.Float64 ? Margin : 6e-8;
        var mean = h.mean([0L]).clamp(Margin, 1 - below);
        var entropy = (rate > 0 ? rate * Math.Log(rate) : 0) + (1 - rate) * Math.Log(1 - rate);
        return (entropy - rate * mean.log() - (1 - rate) * (-mean).log1p()).sum();
    }
}
