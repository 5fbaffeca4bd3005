using Hourglass.Datasets;
using Hourglass.Distributions;
using Hourglass.Evaluation;
using static TorchSharp.torch;
using Normal = Hourglass.Distributions.Normal;

namespace Hourglass.Tests.Evaluation;

/// <summary>The parts of a divergence against closed forms and quadrature.</summary>
public sealed class DivergenceSplitTests
{
    private const double LogVar = -0.8;

    /// <summary>One posterior for all: nothing is said of the example, and q(z) is that posterior.</summary>
    [Fact]
    public void Of_one_posterior_all_is_aggregate()
    {
        var split = Of(Filled(40, 0.5, -1), x => new Normal(x, full_like(x, LogVar)));
        var each = 0.5 * (Math.Exp(LogVar) - LogVar - 1);
        var exact = (2 * each) + (0.5 * (0.25 + 1));
        Assert.Equal(0, split.MutualInformation.Mean, 1e-12);
        Assert.Equal(0, split.TotalCorrelation!.Mean, 1e-12);
        Within(exact, split.Divergence!);
        Within(exact, split.AggregateDivergence!);
        Within(exact, split.DimensionWise!);
    }

    /// <summary>Posteriors that never overlap: the code says which example it is.</summary>
    [Fact]
    public void Of_posteriors_far_apart_the_information_is_the_number_of_examples()
    {
        var rows = new double[30, 2];
        for (var i = 0; i < 30; i++)
        {
            rows[i, 0] = 100 * i;
        }

        Assert.Equal(Math.Log(30), Of(rows, x => new Normal(x, full_like(x, LogVar))).MutualInformation.Mean, 1e-10);
    }

    /// <summary>Means on a grid: q(z) is a product, and its information twice that of one axis, which quadrature gives.</summary>
    [Fact]
    public void Of_means_on_a_grid_nothing_is_correlated()
    {
        double[] axis = [-1.5, -0.2, 0.4, 2];
        var rows = new double[16, 2];
        for (var i = 0; i < 16; i++)
        {
            (rows[i, 0], rows[i, 1]) = (axis[i / 4], axis[i % 4]);
        }

        var split = Of(rows, x => new Normal(x, full_like(x, LogVar)));
        Assert.Equal(0, split.TotalCorrelation!.Mean, 1e-12);
        double Density(double z) => axis.Average(mean => Math.Exp(-0.5 * (z - mean) * (z - mean) / Math.Exp(LogVar)))
            / Math.Sqrt(2 * Math.PI * Math.Exp(LogVar));
        var entropy = Integral(z => -Density(z) * Math.Log(Density(z)));
        var cross = Integral(z => Density(z) * 0.5 * ((z * z) + Math.Log(2 * Math.PI)));
        Within(2 * (entropy - (0.5 * (Math.Log(2 * Math.PI) + 1 + LogVar))), split.MutualInformation);
        Within(2 * (cross - entropy), split.AggregateDivergence!);
        Within(2 * (cross - entropy), split.DimensionWise!);
    }

    /// <summary>One normal posterior with a correlation r: −½ log(1 − r²).</summary>
    [Fact]
    public void Of_a_correlated_posterior_the_total_correlation_is_that_of_its_covariance()
    {
        const double lower = 0.9;
        var split = Of(
            Filled(8, 0.5, -1),
            x => new MultivariateNormal(x, zeros_like(x), tensor(new[,] { { 0.0, 0 }, { lower, 0 } }).expand(x.shape[0], 2, 2)));
        var correlation = lower / Math.Sqrt(1 + (lower * lower));
        Within(-0.5 * Math.Log(1 - (correlation * correlation)), split.TotalCorrelation!);
        Assert.Equal(0, split.MutualInformation.Mean, 1e-12);
    }

    /// <summary>Parts add up, on the estimates themselves; what has densities of vectors alone has the same information.</summary>
    [Fact]
    public void The_parts_are_the_whole()
    {
        var rows = Metrics.Draws.Normals(3, 60, 3);
        var split = Of(rows, x => new Normal(x, x * 0.3));
        Assert.Equal(split.Divergence!.Mean, split.MutualInformation.Mean + split.AggregateDivergence!.Mean, 1e-10);
        Assert.Equal(split.AggregateDivergence.Mean, split.TotalCorrelation!.Mean + split.DimensionWise!.Mean, 1e-10);
        Within(ClosedForm(rows), split.Divergence);

        var whole = Of(rows, x => new Opaque(new Normal(x, x * 0.3)));
        Assert.Equal(split.MutualInformation.Mean, whole.MutualInformation.Mean, 1e-10);
        Assert.Equal(split.AggregateDivergence.Mean, whole.AggregateDivergence!.Mean, 1e-10);
        Assert.Equal((null, null), (whole.TotalCorrelation, whole.DimensionWise));
    }

    [Fact]
    public void Few_draws_are_of_as_many_examples_and_too_few_are_refused()
    {
        using var model = new KnownModel(2) { Posterior = x => new Normal(x, zeros_like(x)) };
        using var data = KnownModel.Data(Metrics.Draws.Normals(3, 60, 2));
        using var bound = SplitPassTests.Bind(model, data);
        var pass = new SplitPass(model, bound, DataSplit.Train) { BatchSize = 7 };
        var split = DivergenceSplit.Of(pass, draws: 10)!;
        Assert.Equal((10, 60, null), (split.MutualInformation.Count, split.Examples, split.Divergence));
        Assert.Throws<DataException>(() => DivergenceSplit.Of(pass, draws: 1));
        Assert.Equal("The model has no code 'w'; it has z.", Assert.Throws<DataException>(() => DivergenceSplit.Of(pass, "w")).Message);
    }

    private static DivergenceSplit Of(double[,] rows, Func<Tensor, IDistribution> posterior)
    {
        var width = rows.GetLength(1);
        using var model = new KnownModel(width)
        {
            Posterior = posterior,
            Prior = count => Normal.Standard([count, width], ScalarType.Float64, CPU),
        };
        using var data = KnownModel.Data(rows);
        using var bound = SplitPassTests.Bind(model, data);
        return DivergenceSplit.Of(new SplitPass(model, bound, DataSplit.Train) { BatchSize = 7 }, draws: 4000)!;
    }

    private static double[,] Filled(int count, double first, double second)
    {
        var rows = new double[count, 2];
        for (var i = 0; i < count; i++)
        {
            (rows[i, 0], rows[i, 1]) = (first, second);
        }

        return rows;
    }

    private static double ClosedForm(double[,] rows) =>
        rows.Cast<double>().Sum(x => 0.5 * ((x * x) + Math.Exp(0.3 * x) - (0.3 * x) - 1)) / rows.GetLength(0);

    private static double Integral(Func<double, double> of) =>
        MathNet.Numerics.Integration.GaussLegendreRule.Integrate(of, -9, 9, 1024);

    private static void Within(double exact, Estimate found)
    {
        Assert.InRange(found.StandardError, 1e-6, 0.05);
        Assert.InRange(found.Mean, exact - (4.5 * found.StandardError), exact + (4.5 * found.StandardError));
    }

    /// <summary>A distribution of which nothing is known but the interface.</summary>
    private sealed class Opaque(IDistribution inner) : IDistribution
    {
        public Tensor Mean => inner.Mean;

        public Tensor Sample() => inner.Sample();

        public Tensor LogProb(Tensor x) => inner.LogProb(x);
    }
}
