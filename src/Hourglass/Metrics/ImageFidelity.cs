using Hourglass.Datasets;
using Hourglass.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Metrics;

/// <summary>How near an image is to another. Both are computed in double precision, and are the same either way round.</summary>
public static class ImageFidelity
{
    /// <summary>The peak signal-to-noise ratio of each example, 10 log₁₀(range² / mean squared error).</summary>
    /// <param name="y">What was made of it, <c>[N, ...]</c>.</param>
    /// <param name="x">The image, the same shape.</param>
    /// <param name="range">How far the largest possible value is from the least: 1, or 255 of bytes.</param>
    /// <returns><c>[N]</c>, in decibels, double precision; infinite where the two are equal.</returns>
    /// <exception cref="DataException">The shapes or places differ, or there is nothing, or the range is not above 0.</exception>
    public static Tensor PeakSignalToNoise(Tensor y, Tensor x, double range = 1)
    {
        Check(y, x, range);
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var errors = (y.to_type(ScalarType.Float64) - x.to_type(ScalarType.Float64)).square().flatten(1).mean([1L]);
        return (10 * (range * range / errors).log10()).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The structural similarity of each example (Wang et al., 2004, equations 13 and 17): the mean over channels and over the windows that
    /// fit, with Gaussian weights of a deviation of 1.5, K₁ = 0.01 and K₂ = 0.03. The images are not made smaller first.
    /// </summary>
    /// <param name="y">What was made of it, <c>[N, c, h, w]</c>; also with one or three dimensions behind the channels.</param>
    /// <param name="x">The image, the same shape.</param>
    /// <param name="range">How far the largest possible value is from the least: 1, or 255 of bytes.</param>
    /// <param name="window">Pixels along each side of a window.</param>
    /// <returns><c>[N]</c>, at most 1, double precision.</returns>
    /// <exception cref="DataException">The shapes or places differ, no window fits, or the range is not above 0.</exception>
    public static Tensor StructuralSimilarity(Tensor y, Tensor x, double range = 1, int window = 11)
    {
        Check(y, x, range);
        Given.AtLeast(1, window);
        using var scope = NewDisposeScope();
        using var still = no_grad();
        var (a, b) = (y.to_type(ScalarType.Float64), x.to_type(ScalarType.Float64));
        var (c1, c2) = (Math.Pow(0.01 * range, 2), Math.Pow(0.03 * range, 2));
        var (aMean, bMean) = (GaussianWindow.Means(a, window), GaussianWindow.Means(b, window));
        var (product, squares) = (aMean * bMean, aMean.square() + bMean.square());
        var covariance = GaussianWindow.Means(a * b, window) - product;
        var variances = GaussianWindow.Means(a.square(), window) + GaussianWindow.Means(b.square(), window) - squares;
        var similarity = ((2 * product) + c1) * ((2 * covariance) + c2) / ((squares + c1) * (variances + c2));
        return similarity.flatten(1).mean([1L]).MoveToOuterDisposeScope();
    }

    private static void Check(Tensor y, Tensor x, double range)
    {
        Door.Same(x, y);
        Given.Positive(range);
        if (x.dim() < 2 || x.numel() == 0 || x.is_complex() || y.is_complex())
        {
            throw new DataException($"x is [N, ...], real, with one number or more for each of N examples; got {Shapes.List(x.shape)}.");
        }
    }
}
