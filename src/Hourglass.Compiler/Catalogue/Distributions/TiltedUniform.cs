using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Distributions;

/// <summary>
/// Functions of the density e^(a x - A(a)) on [0, 1]. Their closed forms divide by a: near 0, series stand for them, chosen by a truth, and
/// the closed forms are computed at the border, so that neither side gives something that is no number, in values or in gradients.
/// </summary>
internal static class TiltedUniform
{
    /// <summary>Below this, the series of A and of the mean; beyond it, single precision loses no more than a digit.</summary>
    private const double Near = 0.5;

    /// <summary>The same for the quantile, whose series converges more slowly.</summary>
    private const double NearQuantile = 0.25;

    /// <summary>
    /// A(a) - a/2 by even powers of a from the second on: B₂ₙ / (2n (2n)!), B the numbers of Bernoulli. Its circle has the radius 2π, so
    /// that six are exact to 1e-13.
    /// </summary>
    private static readonly double[] Partition =
    [
        1.0 / 24, -1.0 / 2880, 1.0 / 181440, -1.0 / 9676800, 1.0 / 479001600, -691.0 / 15692092416000,
    ];

    /// <summary>
    /// The cumulants of a coin's throw from the second on, over v = u (1 - u), by powers of v; those of odd order have the factor 1 - 2u
    /// besides. Each is v times the slope of the one before.
    /// </summary>
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

    /// <summary>A(a) = log((e^a - 1) / a).</summary>
    public static Value LogPartition(Value a)
    {
        var (near, far) = (a.Clamp(-Near, Near), a.Abs().AtLeast(Near));
        var squared = near.Square();
        return Either(
            a.Abs().IsBelow(Near),
            (0.5 * near) + (squared * Polynomial(squared, Partition)),
            a.AtLeast(0) + ((1 - (-far).Exp()) / far).Log());
    }

    /// <summary>The mean, which is A'(a) = 1 / (1 - e^-a) - 1 / a.</summary>
    public static Value Mean(Value a)
    {
        var (near, far) = (a.Clamp(-Near, Near), a.Abs().AtLeast(Near));
        return 0.5 + Either(
            a.Abs().IsBelow(Near),
            near * Polynomial(near.Square(), [.. Partition.Select((coefficient, i) => 2 * (i + 1) * coefficient)]),
            a.Sign() * ((1 / (1 - (-far).Exp())) - (1 / far) - 0.5));
    }

    /// <summary>
    /// What lies above a share u of the draws: log(1 + u (e^a - 1)) / a, computed from the side where e^a does not overflow.
    /// </summary>
    public static Value Quantile(Value a, Value u)
    {
        var far = a.Abs().AtLeast(NearQuantile);
        var rises = a.IsAtLeast(0);
        var level = Either(rises, u, 1 - u);
        var below = -(level + ((1 - level) * (-far).Exp())).Log() / far;
        return Either(
            a.Abs().IsBelow(NearQuantile),
            QuantileSeries(a.Clamp(-NearQuantile, NearQuantile), u),
            Either(rises, 1 - below, below));
    }

    /// <summary>
    /// log(1 + u (e^a - 1)) generates the cumulants of a coin's throw: their sum with a^(n-1) / n!. Its circle has a radius of π or more.
    /// </summary>
    private static Value QuantileSeries(Value a, Value u)
    {
        var variance = u * (1 - u);
        Value? sum = null;
        for (var n = Cumulants.Length + 1; n > 1; n--)
        {
            var cumulant = Polynomial(variance, [.. Cumulants[n - 2].Select(coefficient => coefficient / Factorial(n))]);
            var term = n % 2 == 0 ? cumulant : (1 - (2 * u)) * cumulant;
            sum = sum is null ? term : (a * sum) + term;
        }

        return u + (variance * a * sum!);
    }

    private static Value Either(Value truth, Value value, Value otherwise) => (truth * value) + ((1 - truth) * otherwise);

    private static Value Polynomial(Value x, IReadOnlyList<double> coefficients)
    {
        var sum = x.Constant(coefficients[coefficients.Count - 1]);
        for (var i = coefficients.Count - 2; i >= 0; i--)
        {
            sum = (x * sum) + coefficients[i];
        }

        return sum;
    }

    private static double Factorial(int n) => Enumerable.Range(1, n).Aggregate(1.0, (product, factor) => product * factor);
}
