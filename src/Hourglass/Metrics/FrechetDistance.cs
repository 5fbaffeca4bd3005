using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Metrics;

/// <summary>
/// The Fréchet distance between normal distributions that are fitted to two sets of features (Dowson and Landau, 1982); of Inception's
/// features it is the FID (Heusel et al., 2017, equation 6).
/// </summary>
public static class FrechetDistance
{
    /// <summary>The square of the distance: |m − n|² + tr(C + D − 2 (C D)^½), which is what the FID reports.</summary>
    /// <param name="first">Features, <c>[N, d]</c>, two examples or more; many more than d, or the estimate is far too high.</param>
    /// <param name="second">Others, <c>[M, d]</c>.</param>
    /// <returns>From 0 upwards, in the features' unit squared. Covariances are by N − 1.</returns>
    /// <exception cref="DataException">There are fewer than two, one is not finite, or the widths differ.</exception>
    public static double Squared(Points first, Points second)
    {
        Check(first, nameof(first));
        Check(second, nameof(second));
        second.CheckWidth(nameof(second), first.Width, nameof(first));
        using var scope = NewDisposeScope();
        var (means, covariance) = Fit(first);
        var (otherMeans, otherCovariance) = Fit(second);

        // (C D)^½ has the trace of (C^½ D C^½)^½, which is symmetric: its eigenvalues are not negative but by rounding.
        var (values, vectors) = linalg.eigh(covariance);
        var root = (vectors * values.clamp_min(0).sqrt()).matmul(vectors.t());
        var middle = root.matmul(otherCovariance).matmul(root);
        var trace = linalg.eigvalsh((middle + middle.t()) / 2).clamp_min(0).sqrt().sum();
        var squared = (means - otherMeans).square().sum() + covariance.trace() + otherCovariance.trace() - (2 * trace);
        return Math.Max(0, squared.item<double>());
    }

    private static (Tensor Means, Tensor Covariance) Fit(Points points)
    {
        var rows = points.ToTensor();
        var means = rows.mean([0L]);
        var centred = rows - means;
        return (means, centred.t().matmul(centred) / (points.Count - 1));
    }

    private static void Check(Points points, string name)
    {
        ArgumentNullException.ThrowIfNull(points, name);
        points.Check(name);
        if (points.Count < 2)
        {
            throw new DataException($"{name} has one example; a covariance needs two or more, and means something of many more.");
        }
    }
}
