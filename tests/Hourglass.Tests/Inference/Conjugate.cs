using Hourglass.Metrics;
using MathNet.Numerics.LinearAlgebra;
using static MathNet.Numerics.SpecialFunctions;

namespace Hourglass.Tests.Inference;

/// <summary>
/// A normal distribution with its conjugate prior, by textbook forms that share nothing with the sweeps: sums of raw moments, determinants
/// and the multivariate gamma function (Murphy, 2007, "Conjugate Bayesian analysis of the Gaussian distribution", equations 250 to 267).
/// </summary>
internal sealed record Conjugate(CovarianceKind Kind, double[] Mean, double Count, double Degrees, Matrix<double> InverseScale)
{
    private int Width => Mean.Length;

    /// <summary>The posterior, given rows.</summary>
    public Conjugate Given(IReadOnlyCollection<double[]> rows)
    {
        var count = Count + rows.Count;
        var mean = Enumerable.Range(0, Width).Select(d => ((Count * Mean[d]) + rows.Sum(row => row[d])) / count).ToArray();
        var moments = rows.Aggregate(Outer(Mean) * Count, (sum, row) => sum + Outer(row)) - (Outer(mean) * count);
        return this with
        {
            Mean = mean,
            Count = count,
            Degrees = Degrees + (rows.Count * (Kind == CovarianceKind.Spherical ? Width : 1)),
            InverseScale = InverseScale + Seen(moments),
        };
    }

    /// <summary>log p(rows), in nats.</summary>
    public double LogEvidence(IReadOnlyCollection<double[]> rows)
    {
        var after = Given(rows);
        return after.LogNormaliser() - LogNormaliser() - (rows.Count * Width / 2.0 * Math.Log(2 * Math.PI));
    }

    /// <summary>log ∫ exp(…) of the unnormalised density over mean and precision.</summary>
    private double LogNormaliser()
    {
        var ofMean = -Width / 2.0 * Math.Log(Count);
        double OfGamma(double inverse) => GammaLn(Degrees / 2) - (Degrees / 2 * Math.Log(inverse / 2));
        return ofMean + Kind switch
        {
            CovarianceKind.Full => (Degrees * Width / 2 * Math.Log(2)) + LogMultivariateGamma(Degrees / 2, Width)
                - (Degrees / 2 * Math.Log(InverseScale.Determinant())),
            CovarianceKind.Diagonal => InverseScale.Diagonal().Sum(OfGamma),
            _ => OfGamma(InverseScale[0, 0]),
        };
    }

    /// <summary>A matrix as a precision of the kind sees it.</summary>
    private Matrix<double> Seen(Matrix<double> moments) => Kind switch
    {
        CovarianceKind.Full => moments,
        CovarianceKind.Diagonal => Matrix<double>.Build.DenseOfDiagonalVector(moments.Diagonal()),
        _ => Matrix<double>.Build.DenseIdentity(Width) * moments.Trace(),
    };

    private static double LogMultivariateGamma(double a, int width) =>
        (width * (width - 1) / 4.0 * Math.Log(Math.PI)) + Enumerable.Range(0, width).Sum(i => GammaLn(a - (i / 2.0)));

    private static Matrix<double> Outer(double[] x) => Vector<double>.Build.Dense(x).OuterProduct(Vector<double>.Build.Dense(x));
}
