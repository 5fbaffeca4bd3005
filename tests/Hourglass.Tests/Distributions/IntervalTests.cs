using Hourglass.Distributions;
using Hourglass.Tests.Numerics;
using Hourglass.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Distributions;

/// <summary>Central intervals against Math.NET's quantiles, distribution functions, and quantiles by hand.</summary>
public class IntervalTests
{
    public static TheoryData<double> Levels => new() { 0.5, 0.9, 0.95, 0.999 };

    [Theory]
    [MemberData(nameof(Levels))]
    public void A_closed_form_is_the_quantile(double level)
    {
        using var scope = NewDisposeScope();
        var (mean, log) = (Numbers.Normals(1, 3, 4), Numbers.Normals(2, 3, 4));
        double Normal(double m, double l, double p) => MathNet.Numerics.Distributions.Normal.InvCDF(m, Math.Exp(l / 2), p);
        double Laplace(double m, double l, double p) => m - (Math.Exp(l) * Math.Sign(p - 0.5) * Math.Log(2 * Math.Min(p, 1 - p)));
        double Logistic(double m, double l, double p) => MathNet.Numerics.Distributions.Logistic.InvCDF(m, Math.Exp(l), p);
        Quantiles(new Normal(mean, log), mean, log, level, Normal);
        Quantiles(new Laplace(mean, log), mean, log, level, Laplace);
        Quantiles(new Logistic(mean, log), mean, log, level, Logistic);
        Quantiles(new ContinuousBernoulli(log), mean, log, level, (_, a, p) => Math.Log(1 + (p * (Math.Exp(a) - 1))) / a);
        Quantiles(new Bernoulli(log), mean, log, level, (_, a, p) => p <= 1 / (1 + Math.Exp(a)) ? 0 : 1);

        var lower = Numbers.Normals(3, 3, 4, 4);
        var dependent = new MultivariateNormal(mean, log, lower);
        var deviation = dependent.Covariance.diagonal(dim1: 1, dim2: 2).log();
        Quantiles(dependent, mean, deviation, level, Normal);
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void Classes_are_taken_in_their_order(double level)
    {
        using var scope = NewDisposeScope();
        var logits = Numbers.Normals(1, 4, 5, 2);
        var categorical = new Categorical(logits);
        var shares = Numbers.Of(categorical.Mean.transpose(1, 2)).Chunk(5);
        double[] Expected(double p) =>
            [.. shares.Select(row => (double)Enumerable.Range(0, 5).First(c => c == 4 || row.Take(c + 1).Sum() >= p))];
        var (lower, upper) = categorical.Interval(level);

        Assert.Equal(ScalarType.Int64, lower.dtype);
        Numbers.Same(Expected((1 - level) / 2), lower);
        Numbers.Same(Expected((1 + level) / 2), upper);
    }

    /// <summary>Of two classes, the odds of a softened vector are logistic.</summary>
    [Fact]
    public void Without_a_closed_form_the_bounds_are_quantiles_of_draws()
    {
        using var scope = NewDisposeScope();
        using var random = new RandomScope(3);
        var relaxed = new Relaxed(tensor(new[] { 0.6, -0.4 }).expand(200, 2), 2, 0.8);
        double Quantile(double p) => 1 / (1 + Math.Exp(-MathNet.Numerics.Distributions.Logistic.InvCDF(1, 1, p) / 0.8));
        var (lower, upper) = relaxed.Interval(0.8);

        Assert.Equal([200L, 2L], lower.shape);
        Numbers.Near(Quantile(0.1), lower.mean([0])[0], 0.005);
        Numbers.Near(Quantile(0.9), upper.mean([0])[0], 0.005);
        Numbers.Near(1 - Quantile(0.9), lower.mean([0])[1], 0.005);

        (lower, upper) = ((IDistribution)new Cubes()).Interval(0.5);
        Numbers.Near(1.0 / 64, lower.mean(), 0.002);
        Numbers.Near(27.0 / 64, upper.mean(), 0.005);
        Assert.False(upper.requires_grad);
    }

    [Fact]
    public void A_level_is_a_share()
    {
        using var scope = NewDisposeScope();
        var normal = Normal.Standard([1, 1], ScalarType.Float32, CPU);
        Assert.Throws<ArgumentOutOfRangeException>("level", () => normal.Interval(0));
        Assert.Throws<ArgumentOutOfRangeException>("level", () => normal.Interval(1));
        Assert.Throws<ArgumentOutOfRangeException>("level", () => ((IDistribution)new Cubes()).Interval(double.NaN));
    }

    private static void Quantiles(
        IDistribution distribution, Tensor first, Tensor second, double level, Func<double, double, double, double> quantile)
    {
        var (lower, upper) = distribution.Interval(level);
        var (a, b) = (Numbers.Of(first), Numbers.Of(second));
        Numbers.Same([.. a.Zip(b, (u, v) => quantile(u, v, (1 - level) / 2))], lower, 1e-9);
        Numbers.Same([.. a.Zip(b, (u, v) => quantile(u, v, (1 + level) / 2))], upper, 1e-9);
    }

    /// <summary>The third power of a uniform number.</summary>
    private sealed class Cubes : IDistribution
    {
        public Tensor Mean => full([300, 1], 0.25);

        public Tensor Sample() => rand(300, 1, dtype: ScalarType.Float64).pow(3).requires_grad_();

        public Tensor LogProb(Tensor x) => throw new NotSupportedException();
    }
}
