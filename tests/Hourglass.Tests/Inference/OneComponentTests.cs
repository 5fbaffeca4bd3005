using Hourglass.Inference;
using Hourglass.Metrics;
using Hourglass.Tests.Metrics;
using MathNet.Numerics.LinearAlgebra;

namespace Hourglass.Tests.Inference;

/// <summary>A mixture of one component has a posterior in closed form: nothing of it is an approximation.</summary>
public class OneComponentTests
{
    private static readonly double[] Mean = [0.5, -1, 2];

    public static TheoryData<CovarianceKind> Kinds => [CovarianceKind.Full, CovarianceKind.Diagonal, CovarianceKind.Spherical];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_posterior_is_the_conjugate_one(CovarianceKind kind)
    {
        var data = Correlated(1, 40);
        var (prior, options) = Prior(kind);
        var (expected, found) = (prior.Given(Rows(data)), Fits.Of(data, 1, options).Posterior);
        Close(expected.Count, found.MeanPrecision[0]);
        Close(expected.Degrees, found.DegreesOfFreedom[0]);
        Close(0.3 + 40, found.Concentration[0]);
        for (var a = 0; a < 3; a++)
        {
            Close(expected.Mean[a], found.Means[0][a]);
            for (var b = 0; b < 3; b++)
            {
                Close(expected.InverseScale[a, b], found.InverseScales[0, a, b]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_bound_is_the_evidence(CovarianceKind kind)
    {
        var data = Correlated(2, 40);
        var (prior, options) = Prior(kind);
        var fit = Fits.Of(data, 1, options);
        Close(prior.LogEvidence(Rows(data)), fit.Bound);
        Assert.True(fit.Converged);
    }

    /// <summary>p(x | X) = p(X, x) / p(X).</summary>
    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_predictive_density_is_a_ratio_of_evidences(CovarianceKind kind)
    {
        var (data, asked) = (Correlated(3, 15), Correlated(4, 6));
        var (prior, options) = Prior(kind);
        var found = Fits.Of(data, 1, options).Posterior.LogDensity(asked);
        for (var i = 0; i < 6; i++)
        {
            Close(prior.LogEvidence([.. Rows(data), Draws.Row(asked, i)]) - prior.LogEvidence(Rows(data)), found[i]);
        }
    }

    private static void Close(double expected, double found) => Assert.Equal(expected, found, 1e-10 * Math.Max(1, Math.Abs(expected)));

    private static double[,] Correlated(int seed, int count)
    {
        var data = Draws.Normals(seed, count, 3);
        for (var i = 0; i < count; i++)
        {
            data[i, 2] += (2 * data[i, 0]) - data[i, 1] + 3;
        }

        return data;
    }

    private static double[][] Rows(double[,] data) => [.. Enumerable.Range(0, data.GetLength(0)).Select(i => Draws.Row(data, i))];

    /// <summary>A prior with nothing special in it, for the closed form and for the mixture.</summary>
    private static (Conjugate Prior, MeanFieldOptions Options) Prior(CovarianceKind kind)
    {
        double[,] scale = kind switch
        {
            CovarianceKind.Full => new[,] { { 0.5, 0.1, 0.2 }, { 0.1, 0.8, 0 }, { 0.2, 0, 0.4 } },
            CovarianceKind.Diagonal => new[,] { { 0.5, 0.8, 0.4 } },
            _ => new[,] { { 0.7 } },
        };
        var inverse = kind switch
        {
            CovarianceKind.Full => Matrix<double>.Build.DenseOfArray(scale).Inverse(),
            _ => Matrix<double>.Build.Dense(3, 3, (a, b) => a == b ? 1 / scale[0, a % scale.GetLength(1)] : 0),
        };
        var prior = new MixturePrior { Concentration = 0.3, Mean = Mean, MeanPrecision = 0.7, DegreesOfFreedom = 4.5, Scale = scale };
        return (new Conjugate(kind, Mean, 0.7, 4.5, inverse), new MeanFieldOptions { Kind = kind, Prior = prior });
    }
}
