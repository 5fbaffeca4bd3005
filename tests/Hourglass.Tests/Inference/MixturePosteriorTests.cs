using Hourglass.Inference;
using Hourglass.Metrics;
using Hourglass.Tests.Metrics;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.LinearAlgebra;

namespace Hourglass.Tests.Inference;

/// <summary>The predictive density and its draws against quadrature and the distributions of another library.</summary>
public class MixturePosteriorTests
{
    public static TheoryData<CovarianceKind> Kinds => [CovarianceKind.Full, CovarianceKind.Diagonal, CovarianceKind.Spherical];

    /// <summary>Few points and flat priors, so that the tails are heavy; x = sinh u takes them in.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_predictive_density_integrates_to_one(CovarianceKind kind)
    {
        var prior = new MixturePrior { Concentration = 0.5, MeanPrecision = 0.1, DegreesOfFreedom = 1.2 };
        var posterior = Fits.Of(Draws.Normals(1, 9, 1), 3, new MeanFieldOptions { Kind = kind, Prior = prior }).Posterior;
        var (low, step, count) = (-40.0, 0.02, 4001);
        double[] places = [.. Enumerable.Range(0, count).Select(i => low + (i * step))];
        var points = new double[count, 1];
        for (var i = 0; i < count; i++)
        {
            points[i, 0] = Math.Sinh(places[i]);
        }

        var densities = posterior.LogDensity(points);
        Assert.Equal(1, step * Enumerable.Range(0, count).Sum(i => Math.Exp(densities[i]) * Math.Cosh(places[i])), 1e-10);
    }

    /// <summary>The mixture of 10.81 in one dimension, by MathNet's Student distribution.</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_predictive_density_is_a_mixture_of_Student_distributions(CovarianceKind kind)
    {
        var data = Draws.Clouds(2, 30, 1, [[-3], [3]]);
        var posterior = Fits.Of(data, 2, new MeanFieldOptions { Kind = kind }).Posterior;
        var found = posterior.LogDensity(data);
        for (var i = 0; i < 30; i++)
        {
            var sum = Enumerable.Range(0, 2).Sum(k => posterior.Weights[k] * Student(posterior, k, 0).Density(data[i, 0]));
            Assert.Equal(Math.Log(sum), found[i], 1e-9);
        }
    }

    /// <summary>
    /// Draws of one component in two dimensions. Squares by the scale are F-distributed where the dimensions share a precision, and each
    /// dimension is Student-distributed by itself where not. Kolmogorov and Smirnov's distance of 20000 exceeds 1.95 / √20000 once in a
    /// thousand.
    /// </summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void Draws_are_those_of_the_predictive_density(CovarianceKind kind)
    {
        var data = Draws.Normals(3, 12, 2);
        for (var i = 0; i < 12; i++)
        {
            data[i, 1] += data[i, 0] + 5;
        }

        var posterior = Fits.Of(data, 1, new MeanFieldOptions { Kind = kind }).Posterior;
        var drawn = posterior.Sample(20000, 5);
        Assert.Equal(drawn.Values.ToArray(), posterior.Sample(20000, 5).Values.ToArray());
        Assert.NotEqual(drawn.Values.ToArray(), posterior.Sample(20000, 6).Values.ToArray());
        var scale = Matrix<double>.Build.Dense(2, 2, (a, b) => posterior.InverseScales[0, a, b]).Inverse();
        var ratio = posterior.MeanPrecision[0] / (posterior.MeanPrecision[0] + 1);
        var degrees = posterior.DegreesOfFreedom[0] - (kind == CovarianceKind.Full ? 1 : 0);
        if (kind != CovarianceKind.Diagonal)
        {
            var fisher = new FisherSnedecor(2, degrees);
            Assert.True(Apart(Draws.Rows(drawn).Select(Square), fisher.CumulativeDistribution) < 0.0138);
        }

        for (var d = 0; d < 2 && kind != CovarianceKind.Full; d++)
        {
            var student = Student(posterior, 0, d);
            Assert.True(Apart(Draws.Rows(drawn).Select(row => row[d]), student.CumulativeDistribution) < 0.0138);
        }

        double Square(double[] row)
        {
            var apart = Vector<double>.Build.Dense(2, d => row[d] - posterior.Means[0][d]);
            return ratio * apart.DotProduct(scale * apart) * degrees / 2;
        }
    }

    /// <summary>Of 6000 draws the weight 0.3 is known to √(0.21 / 6000) = 0.006, and a mean of deviation 1 to 0.024.</summary>
    [Fact]
    public void Draws_of_several_components_have_their_weights_and_means()
    {
        var data = Draws.Clouds(4, 500, 1, [[0, 0], [0, 0], [0, 0], [0, 0], [0, 0], [0, 0], [0, 0], [9, 4], [9, 4], [9, 4]]);
        var posterior = Fits.Of(data, 4).Posterior;
        Assert.Equal(2, posterior.ActiveComponents().Count);
        var k = posterior.ActiveComponents().MaxBy(k => posterior.Means[k][0]);
        var right = Draws.Rows(posterior.Sample(6000, 1)).Where(row => row[0] > 4.5).ToArray();
        Assert.Equal(posterior.Weights[k], right.Length / 6000.0, 0.025);
        Assert.Equal(posterior.Means[k][0], right.Average(row => row[0]), 0.1);
        Assert.Equal(posterior.Means[k][1], right.Average(row => row[1]), 0.1);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_posterior_answers_as_the_mixture_does(CovarianceKind kind)
    {
        var data = TorchSharp.torch.tensor(Draws.Clouds(6, 40, 1, [[0, 0, 1], [4, 1, 0]]));
        using var mixture = new MeanFieldMixture(3, 3, kind);
        mixture.Begin(data);
        mixture.Move(data);
        var posterior = mixture.Posterior();
        Assert.Equal(mixture.LogDensity(data).data<double>().ToArray(), posterior.LogDensity(data));
        Assert.Equal(mixture.Responsibilities(data).data<double>().ToArray(), posterior.Responsibilities(data).Cast<double>());
        var assigned = posterior.Assign(data);
        var shares = posterior.Responsibilities(data);
        Assert.All(assigned.Index(), pair => Assert.All(
            Enumerable.Range(0, 3), k => Assert.True(shares[pair.Index, k] <= shares[pair.Index, pair.Item])));
        Assert.Equal(1, posterior.Weights.Sum(), 12);
        Assert.Equal([0, 1, 2], posterior.ActiveComponents(0));
    }

    private static StudentT Student(MixturePosterior q, int k, int d)
    {
        var (nu, beta) = (q.DegreesOfFreedom[k], q.MeanPrecision[k]);
        return new StudentT(q.Means[k][d], Math.Sqrt(q.InverseScales[k, d, d] * (1 + beta) / (nu * beta)), nu);
    }

    /// <summary>The largest distance between the draws' distribution function and another.</summary>
    private static double Apart(IEnumerable<double> draws, Func<double, double> cumulative)
    {
        double[] ordered = [.. draws.Order()];
        return ordered.Index().Max(pair =>
            Math.Max(
                Math.Abs(cumulative(pair.Item) - (pair.Index / (double)ordered.Length)),
                Math.Abs(cumulative(pair.Item) - ((pair.Index + 1) / (double)ordered.Length))));
    }
}
