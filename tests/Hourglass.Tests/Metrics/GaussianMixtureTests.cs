using Hourglass.Metrics;

namespace Hourglass.Tests.Metrics;

/// <summary>Mixtures against closed forms, loops over the density, and clouds whose parameters are known.</summary>
public class GaussianMixtureTests
{
    private static readonly double[][] Centres = [[0, 0], [8, 0], [0, 8]];

    /// <summary>scikit-learn's documented example of <c>GaussianMixture</c>.</summary>
    [Fact]
    public void The_example_of_scikit_learn()
    {
        double[,] data = { { 1, 2 }, { 1, 4 }, { 1, 0 }, { 10, 2 }, { 10, 4 }, { 10, 0 } };
        var found = GaussianMixture.Fit(data, 2);
        var rows = Draws.Rows(found.Means).OrderBy(row => row[0]).ToArray();
        Assert.True(Draws.Distance([1, 2], rows[0]) < 1e-6 && Draws.Distance([10, 2], rows[1]) < 1e-6);
        var (near, far) = (found.Predict(data)[0], found.Predict(data)[3]);
        Assert.Equal([near, far], found.Predict(new double[,] { { 0, 0 }, { 12, 3 } }));
        Assert.NotEqual(near, far);
    }

    /// <summary>One component is the normal distribution of the data's mean and covariance, by N.</summary>
    [Theory]
    [InlineData(CovarianceKind.Full)]
    [InlineData(CovarianceKind.Diagonal)]
    public void One_component_in_closed_form(CovarianceKind kind)
    {
        var data = Draws.Normals(1, 60, 3);
        for (var i = 0; i < 60; i++)
        {
            data[i, 2] += 2 * data[i, 0];
        }

        var found = GaussianMixture.Fit(data, 1, kind: kind);
        var mean = Enumerable.Range(0, 3).Select(d => Enumerable.Range(0, 60).Average(i => data[i, d])).ToArray();
        for (var a = 0; a < 3; a++)
        {
            Assert.Equal(mean[a], found.Means[0][a], 10);
            for (var b = 0; b < 3; b++)
            {
                var moment = Enumerable.Range(0, 60).Average(i => (data[i, a] - mean[a]) * (data[i, b] - mean[b]));
                Assert.Equal(kind == CovarianceKind.Full || a == b ? moment : 0, found.Covariances[0, a, b], 10);
            }
        }

        Assert.Equal([1], found.Weights);
    }

    /// <summary>The variance that all columns share is the mean of theirs.</summary>
    [Fact]
    public void One_spherical_component_in_closed_form()
    {
        var found = GaussianMixture.Fit(new double[,] { { 1, 0 }, { -1, 0 }, { 3, 6 }, { -3, -6 } }, 1, kind: CovarianceKind.Spherical);
        Assert.Equal([11.5, 0, 0, 11.5], found.Covariances.Cast<double>().Select(c => Math.Round(c, 10)));
    }

    [Theory]
    [InlineData(CovarianceKind.Full)]
    [InlineData(CovarianceKind.Diagonal)]
    [InlineData(CovarianceKind.Spherical)]
    public void Likelihoods_are_those_of_the_density(CovarianceKind kind)
    {
        var data = Draws.Clouds(1, 90, 2, Centres);
        var found = GaussianMixture.Fit(data, 3, kind: kind, iterations: 3, tolerance: 1e-12);
        var (likelihoods, shares) = (found.LogLikelihood(data), found.Responsibilities(data));
        var predicted = found.Predict(data);
        for (var i = 0; i < 90; i++)
        {
            double[] joint = [.. Enumerable.Range(0, 3).Select(k => found.Weights[k] * Density(found, k, data[i, 0], data[i, 1]))];
            Assert.Equal(Math.Log(joint.Sum()), likelihoods[i], 9);
            for (var k = 0; k < 3; k++)
            {
                Assert.Equal(joint[k] / joint.Sum(), shares[i, k], 9);
            }

            Assert.Equal(Array.IndexOf(joint, joint.Max()), predicted[i]);
        }

        Assert.Equal(likelihoods.Average(), found.History[^1], 9);
    }

    /// <summary>A step is equations 9.24 to 9.26 of Bishop (2006).</summary>
    [Fact]
    public void A_step_is_that_of_the_equations()
    {
        var data = Draws.Clouds(1, 90, 3, Centres);
        GaussianMixture After(int steps) => GaussianMixture.Fit(data, 3, iterations: steps, tolerance: 1e-12);
        var (before, after) = (After(2), After(3));
        Assert.Equal((3, 4), (before.History.Count, after.History.Count));
        var shares = before.Responsibilities(data);
        for (var k = 0; k < 3; k++)
        {
            var sum = Enumerable.Range(0, 90).Sum(i => shares[i, k]);
            Assert.Equal(sum / 90, after.Weights[k], 9);
            for (var a = 0; a < 2; a++)
            {
                Assert.Equal(Enumerable.Range(0, 90).Sum(i => shares[i, k] * data[i, a]) / sum, after.Means[k][a], 9);
                for (var b = 0; b < 2; b++)
                {
                    var moment = Enumerable.Range(0, 90).Sum(
                        i => shares[i, k] * (data[i, a] - after.Means[k][a]) * (data[i, b] - after.Means[k][b])) / sum;
                    Assert.Equal(moment, after.Covariances[k, a, b], 9);
                }
            }
        }
    }

    [Theory]
    [InlineData(CovarianceKind.Full, 1e-6)]
    [InlineData(CovarianceKind.Diagonal, 1e-6)]
    [InlineData(CovarianceKind.Spherical, 1e-6)]
    [InlineData(CovarianceKind.Full, 2)]
    [InlineData(CovarianceKind.Diagonal, 2)]
    public void The_likelihood_never_falls(CovarianceKind kind, double least)
    {
        for (var seed = 0; seed < 4; seed++)
        {
            var data = Draws.Clouds(seed, 80, 3, Centres);
            var found = GaussianMixture.Fit(data, 5, (ulong)seed, kind, least, 60, 1e-14);
            Assert.True(found.History.Count > 5);
            Assert.All(found.History.Zip(found.History.Skip(1)), pair => Assert.True(pair.Second > pair.First));
        }
    }

    /// <summary>Of one component with the limit on one axis alone, that axis has the limit and the other its own variance.</summary>
    [Fact]
    public void Variances_are_no_less_than_the_limit()
    {
        // Along (1, 1) the variance is 2, across it 0.
        double[,] line = { { -1, -1 }, { 1, 1 } };
        var full = GaussianMixture.Fit(line, 1, leastVariance: 0.5).Covariances;
        Assert.Equal([1.25, 0.75, 0.75, 1.25], full.Cast<double>().Select(c => Math.Round(c, 10)));
        var same = GaussianMixture.Fit(new double[,] { { 3, 1 }, { 3, -1 } }, 1, kind: CovarianceKind.Diagonal, leastVariance: 0.5);
        Assert.Equal([0.5, 0, 0, 1], same.Covariances.Cast<double>().Select(c => Math.Round(c, 10)));

        // Points that are all the same, in more components than there are different ones.
        var point = GaussianMixture.Fit(new double[4, 2], 3, leastVariance: 0.25);
        Assert.Equal(-Math.Log(2 * Math.PI * 0.25), point.LogLikelihood(new double[1, 2])[0], 10);
        Assert.Equal(1, point.Weights.Sum(), 12);
    }

    [Theory]
    [InlineData(CovarianceKind.Full)]
    [InlineData(CovarianceKind.Diagonal)]
    public void Clouds_are_found_and_drawn_again(CovarianceKind kind)
    {
        var data = Draws.Clouds(1, 3000, 1, Centres);
        var found = GaussianMixture.Fit(data, 3, 5, kind);
        Assert.True(found.Converged);
        Recovers(found);

        // What is drawn from the mixture leads to it again.
        var drawn = found.Sample(3000, 2);
        Assert.Equal(drawn.Values.ToArray(), found.Sample(3000, 2).Values.ToArray());
        Assert.NotEqual(drawn.Values.ToArray(), found.Sample(3000, 3).Values.ToArray());
        Recovers(GaussianMixture.Fit(drawn, 3, 5, kind));
    }

    [Fact]
    public void Of_several_starts_the_likeliest_is_taken()
    {
        double Reached(int seed, int restarts) =>
            GaussianMixture.Fit(Draws.Clouds(seed, 40, 1.5, Centres), 6, restarts: restarts).History[^1];
        double[] once = [.. Enumerable.Range(0, 5).Select(seed => Reached(seed, 1))];
        double[] often = [.. Enumerable.Range(0, 5).Select(seed => Reached(seed, 8))];
        Assert.All(once.Zip(often), pair => Assert.True(pair.Second >= pair.First));
        Assert.True(often.Sum() > once.Sum() + 0.01);
    }

    [Fact]
    public void Draws_have_the_weights_and_the_covariances()
    {
        // Three columns: the axes of two may be their own transpose.
        var data = Draws.Clouds(1, 400, 0.5, [[0, 0, 0], [0, 0, 0], [0, 0, 0], [20, 0, 0]]);
        for (var i = 0; i < 400; i++)
        {
            data[i, 1] += 3 * data[i, 0];
            data[i, 2] += data[i, 1] - (2 * data[i, 0]);
        }

        var found = GaussianMixture.Fit(data, 2);
        var drawn = Draws.Rows(found.Sample(20000, 1));
        var right = drawn.Where(row => row[0] > 10).ToArray();
        var of = found.Means[0][0] > 10 ? 0 : 1;

        // √(¼ · ¾ / 20000) = 0.003, and moments of 5000 draws are known to one in seventy of their deviations.
        Assert.Equal(0.25, right.Length / 20000.0, 0.012);
        double[] means = [.. Enumerable.Range(0, 3).Select(d => right.Average(row => row[d]))];
        double Deviation(int d) => Math.Sqrt(found.Covariances[of, d, d]);
        for (var a = 0; a < 3; a++)
        {
            Assert.Equal(found.Means[of][a], means[a], 0.06 * Deviation(a));
            for (var b = 0; b < 3; b++)
            {
                var moment = right.Average(row => (row[a] - means[a]) * (row[b] - means[b]));
                Assert.Equal(found.Covariances[of, a, b], moment, 0.08 * Deviation(a) * Deviation(b));
            }
        }
    }

    /// <summary>Where a step gains nothing but rounding, the one before is the last.</summary>
    [Fact]
    public void What_rounding_takes_away_is_not_taken()
    {
        for (var seed = 0; seed < 5; seed++)
        {
            var found = GaussianMixture.Fit(Draws.Clouds(seed, 60, 1, Centres), 3, iterations: 500, tolerance: 1e-300);
            Assert.True(found.Converged);
            Assert.All(found.History.Zip(found.History.Skip(1)), pair => Assert.True(pair.Second > pair.First));
        }
    }

    [Fact]
    public void What_has_no_mixture_is_refused()
    {
        var data = new double[2, 3];
        Assert.Equal(
            "components is 3, and data has 2 points; ask for no more than there are.",
            Draws.Refused(() => GaussianMixture.Fit(data, 3)));
        Assert.Equal("components is 1 or more; got 0.", Draws.Refused(() => GaussianMixture.Fit(data, 0)));
        Assert.Equal("leastVariance is a number above 0; got 0.", Draws.Refused(() => GaussianMixture.Fit(data, 1, leastVariance: 0)));
        Assert.Equal("tolerance is a number above 0; got NaN.", Draws.Refused(() => GaussianMixture.Fit(data, 1, tolerance: double.NaN)));
        Assert.Equal("iterations is 1 or more; got 0.", Draws.Refused(() => GaussianMixture.Fit(data, 1, iterations: 0)));
        Assert.Equal("count is 1 or more; got 0.", Draws.Refused(() => GaussianMixture.Fit(data, 1).Sample(0)));
        Assert.Equal(
            "data has vectors of 2 numbers and the mixture of 3; both need the same.",
            Draws.Refused(() => GaussianMixture.Fit(data, 1).LogLikelihood(new double[1, 2])));
        Assert.StartsWith("data[0, 0] is NaN", Draws.Refused(
            () => GaussianMixture.Fit(new[,] { { double.NaN } }, 1)), StringComparison.Ordinal);
    }

    private static double Density(GaussianMixture mixture, int k, double x, double y)
    {
        var s = mixture.Covariances;
        var (dx, dy) = (x - mixture.Means[k][0], y - mixture.Means[k][1]);
        var determinant = (s[k, 0, 0] * s[k, 1, 1]) - (s[k, 0, 1] * s[k, 1, 0]);
        var square = ((s[k, 1, 1] * dx * dx) - (2 * s[k, 0, 1] * dx * dy) + (s[k, 0, 0] * dy * dy)) / determinant;
        return Math.Exp(-square / 2) / (2 * Math.PI * Math.Sqrt(determinant));
    }

    /// <summary>Parameters of 1000 points each, of deviation 1: means are known to 0.03, variances to 0.045.</summary>
    private static void Recovers(GaussianMixture found)
    {
        foreach (var centre in Centres)
        {
            var k = Enumerable.Range(0, 3).MinBy(j => Draws.Distance(centre, found.Means[j].ToArray()));
            Assert.True(Draws.Distance(centre, found.Means[k].ToArray()) < 0.2);
            Assert.Equal(1 / 3.0, found.Weights[k], 0.04);
            Assert.Equal(1, found.Covariances[k, 0, 0], 0.2);
            Assert.Equal(1, found.Covariances[k, 1, 1], 0.2);
            Assert.Equal(0, found.Covariances[k, 0, 1], 0.2);
        }
    }
}
