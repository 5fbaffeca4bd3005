using Hourglass.Compiler.Catalogue.Distributions;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Tests.Differentiate;

namespace Hourglass.Compiler.Tests.Catalogue;

/// <summary>The functions of a continuous Bernoulli, as the derived steps compute them, against integrals by Simpson's rule.</summary>
public sealed class TiltedUniformTests
{
    private static readonly double[] Logits = [-30, -3, -0.5001, -0.4999, -0.2501, -0.2499, -1e-9, 0, 1e-6, 0.2, 0.45, 9];
    private static readonly double[] Levels = [0.001, 0.3, 0.5, 0.77, 0.01, 0.99, 0.2, 0.4, 0.999, 0.1, 0.6, 0.25];
    private static readonly Extent Rows = Extent.Of(1, 4);

    [Fact]
    public void The_partition_is_the_logarithm_of_an_integral_and_its_slope_is_the_mean()
    {
        var build = new GraphBuilder();
        var a = GradientProbe.Leaf(build, 0, Rows);
        var partition = TiltedUniform.LogPartition(a);
        var means = Logits.Select(logit => Integral(logit, x => x) / Integral(logit, _ => 1)).ToArray();

        Same(Logits.Select(logit => Math.Log(Integral(logit, _ => 1))), partition, (a, Logits));
        Same(means, Slope(partition, a), (a, Logits));
        Same(means, TiltedUniform.Mean(a), (a, Logits));
    }

    [Fact]
    public void A_quantile_has_its_share_below_it_and_the_slope_that_keeps_it_there()
    {
        var build = new GraphBuilder();
        var (a, u) = (GradientProbe.Leaf(build, 0, Rows), GradientProbe.Leaf(build, 1, Rows));
        var quantile = TiltedUniform.Quantile(a, u);
        var found = GradientProbe.Evaluate(quantile, (a, Logits), (u, Levels));
        var shares = Logits.Zip(found, (logit, x) => Integral(logit, _ => 1, x) / Integral(logit, _ => 1)).ToArray();
        for (var i = 0; i < shares.Length; i++)
        {
            Assert.Equal(Levels[i], shares[i], 1e-10);
        }

        var slopes = Logits.Zip(found, (logit, x) =>
        {
            var mean = Integral(logit, t => t) / Integral(logit, _ => 1);
            return -(Integral(logit, t => t, x) - (mean * Integral(logit, _ => 1, x))) / Math.Exp(logit * x);
        });
        Same(slopes, Slope(quantile, a), (a, Logits), (u, Levels));
    }

    private static Value Slope(Value of, Value by) => of.Gradient(by.Build.Fill(Factor.One, of.Extent), by)!;

    private static void Same(IEnumerable<double> expected, Value found, params (Value, double[])[] given)
    {
        foreach (var (wanted, number) in expected.Zip(GradientProbe.Evaluate(found, given)))
        {
            Assert.Equal(wanted, number, 1e-10 * Math.Max(1, Math.Abs(wanted)));
        }
    }

    /// <summary>∫ e^(a x) f(x) dx up to a bound.</summary>
    private static double Integral(double a, Func<double, double> of, double to = 1)
    {
        const int pieces = 2000;
        double At(int i) => Math.Exp(a * i * to / pieces) * of(i * to / pieces);
        var sum = Enumerable.Range(1, pieces - 1).Sum(i => (i % 2 == 0 ? 2 : 4) * At(i));
        return (sum + At(0) + At(pieces)) * to / (3 * pieces);
    }
}
