using static TorchSharp.torch;

namespace Hourglass.Distributions;

/// <summary>
/// Continuous Bernoulli distributions with independent components (Loaiza-Ganem and Cunningham, 2019): the density e^(a x - A(a)) on
/// [0, 1] of logits a, uniform where these are 0. With a = log λ/(1 - λ) this is the paper's C(λ) λ^x (1 - λ)^(1 - x).
/// </summary>
/// <param name="logits">Log-odds of λ, <c>[N, ...]</c>.</param>
public sealed class ContinuousBernoulli(Tensor logits) : IDistribution
{
    private const double Near = 0.5;
    private const double NearQuantile = 0.25;

    /// <summary>A(a) - a/2 by even powers of a from the second on: B₂ₙ / (2n (2n)!), B the numbers of Bernoulli.</summary>
    private static readonly double[] Partition =
    [
        1.0 / 24, -1.0 / 2880, 1.0 / 181440, -1.0 / 9676800, 1.0 / 479001600, -691.0 / 15692092416000,
    ];

    /// <summary>The cumulants of a coin's throw from the second on, over v = u (1 - u) and for odd ones 1 - 2u, by powers of v.</summary>
    private static readonly double[][] Cumulants =
    [
        [1],
        [1],
        [1, -6],
        [1, -12],
        [1, -30, 120],
        [1, -60, 360],
        [1, -126, 1680, -5040],
        [1, -252, 5040, -20160],
        [1, -510, 17640, -151200, 362880],
    ];

    /// <summary>Log-odds of λ, <c>[N, ...]</c>.</summary>
    public Tensor Logits { get; } = logits;

    /// <summary>The means, a new tensor <c>[N, ...]</c>; they are nearer to 1/2 than λ is.</summary>
    public Tensor Mean => MeanOf(Logits);

    /// <summary>Uniform distributions: logits of 0.</summary>
    /// <param name="shape"><c>[N, ...]</c>.</param>
    /// <param name="precision">The type of the numbers.</param>
    /// <param name="device">Where they are.</param>
    public static ContinuousBernoulli Standard(ReadOnlySpan<long> shape, ScalarType precision, Device device) =>
        new(zeros(shape, dtype: precision, device: device));

    /// <summary>A draw, <c>[N, ...]</c>, reparameterised: gradients reach the logits.</summary>
    public Tensor Sample() => Quantile(Logits, OpenUniform.Like(Logits));

    /// <inheritdoc cref="IDistribution.Interval"/>
    public (Tensor Lower, Tensor Upper) Interval(double level)
    {
        var tail = Intervals.TailOf(level);
        return (Quantile(Logits, full_like(Logits, tail)), Quantile(Logits, full_like(Logits, 1 - tail)));
    }

    /// <summary>The log-density of <paramref name="x"/> <c>[N, ...]</c>, summed over the event, <c>[N]</c>, in nats.</summary>
    /// <exception cref="DataException"><paramref name="x"/> is of another shape, complex, or elsewhere.</exception>
    public Tensor LogProb(Tensor x)
    {
        Numerics.Argument.CheckLike(x, "x", Logits);
        var value = x.is_floating_point() ? x : x.to_type(Logits.dtype);
        return EventSum.Of(Logits * value - LogPartition(Logits));
    }

    /// <summary>
    /// The Kullback-Leibler divergence from this to <paramref name="other"/>, in closed form, summed over the event, <c>[N]</c>, in nats.
    /// </summary>
    /// <exception cref="DataException"><paramref name="other"/> is over events of another shape.</exception>
    public Tensor KlTo(ContinuousBernoulli other)
    {
        ArgumentNullException.ThrowIfNull(other);
        Numerics.Argument.CheckLike(other.Logits, "other.Logits", Logits);
        return EventSum.Of((Logits - other.Logits) * Mean - LogPartition(Logits) + LogPartition(other.Logits));
    }

    /// <summary>A(a) = log((e^a - 1) / a), by a series near 0.</summary>
    /// <param name="logits">a, of any shape.</param>
    public static Tensor LogPartition(Tensor logits)
    {
        ArgumentNullException.ThrowIfNull(logits);
        var (near, far) = (logits.clamp(-Near, Near), logits.abs().clamp_min(Near));
        var squared = near.square();
        return where(
            logits.abs() < Near,
            0.5 * near + squared * Polynomial(squared, Partition),
            logits.clamp_min(0) + ((1 - (-far).exp()) / far).log());
    }

    /// <summary>The mean at given logits: 1 / (1 - e^-a) - 1 / a, by a series near 0.</summary>
    /// <param name="logits">a, of any shape.</param>
    public static Tensor MeanOf(Tensor logits)
    {
        ArgumentNullException.ThrowIfNull(logits);
        var (near, far) = (logits.clamp(-Near, Near), logits.abs().clamp_min(Near));
        return 0.5 + where(
            logits.abs() < Near,
            near * Polynomial(near.square(), [.. Partition.Select((coefficient, i) => 2 * (i + 1) * coefficient)]),
            logits.sign() * (1 / (1 - (-far).exp()) - 1 / far - 0.5));
    }

    /// <summary>The numbers below which given shares of the draws lie: log(1 + u (e^a - 1)) / a, by a series near 0.</summary>
    /// <param name="logits">a.</param>
    /// <param name="levels">u, between 0 and 1, in the shape of <paramref name="logits"/>.</param>
    public static Tensor Quantile(Tensor logits, Tensor levels)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(levels);
        var far = logits.abs().clamp_min(NearQuantile);
        var rises = logits >= 0;
        var level = where(rises, levels, 1 - levels);
        var below = -(level + (1 - level) * (-far).exp()).log() / far;
        return where(
            logits.abs() < NearQuantile,
            QuantileSeries(logits.clamp(-NearQuantile, NearQuantile), levels),
            where(rises, 1 - below, below));
    }

    /// <summary>log(1 + u (e^a - 1)) generates the cumulants of a coin's throw: their sum with a^(n-1) / n!.</summary>
    private static Tensor QuantileSeries(Tensor logits, Tensor levels)
    {
        var variance = levels * (1 - levels);
        var sum = zeros_like(logits);
        for (var n = Cumulants.Length + 1; n > 1; n--)
        {
            var cumulant = Polynomial(variance, Cumulants[n - 2]) / Enumerable.Range(1, n).Aggregate(1.0, (product, i) => product * i);
            sum = logits * sum + (n % 2 == 0 ? cumulant : (1 - 2 * levels) * cumulant);
        }

        return levels + variance * logits * sum;
    }

    private static Tensor Polynomial(Tensor x, ReadOnlySpan<double> coefficients)
    {
        var sum = full_like(x, coefficients[^1]);
        for (var i = coefficients.Length - 2; i >= 0; i--)
        {
            sum = x * sum + coefficients[i];
        }

        return sum;
    }
}
