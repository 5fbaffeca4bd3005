using Hourglass.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Metrics;

/// <summary>
/// How far two masks cover the same. Two empty masks agree, 1: there was nothing to find, and nothing was found. An empty mask and another
/// have 0.
/// </summary>
public static class Segmentation
{
    /// <summary>Intersection over union, |A ∩ B| / |A ∪ B| (Jaccard, 1912).</summary>
    /// <param name="mask">What is there, <c>[pixels]</c>.</param>
    /// <param name="found">What was found, <c>[pixels]</c>.</param>
    /// <returns>From 0 to 1.</returns>
    /// <exception cref="DataException">The two have other lengths, or none.</exception>
    public static double IntersectionOverUnion(ReadOnlySpan<bool> mask, ReadOnlySpan<bool> found)
    {
        var (both, one, other) = Count(mask, found);
        return Share(both, one + other - both);
    }

    /// <summary>2 |A ∩ B| / (|A| + |B|) (Dice, 1945), which is the F1 of the pixels.</summary>
    /// <param name="mask">What is there, <c>[pixels]</c>.</param>
    /// <param name="found">What was found, <c>[pixels]</c>.</param>
    /// <returns>From 0 to 1.</returns>
    /// <exception cref="DataException">The two have other lengths, or none.</exception>
    public static double Dice(ReadOnlySpan<bool> mask, ReadOnlySpan<bool> found)
    {
        var (both, one, other) = Count(mask, found);
        return Share(2 * both, one + other);
    }

    /// <summary>The share of pixels that are in one mask alone.</summary>
    /// <param name="mask">What is there, <c>[pixels]</c>.</param>
    /// <param name="found">What was found, <c>[pixels]</c>.</param>
    /// <returns>From 0 to 1; 0 for two empty masks.</returns>
    /// <exception cref="DataException">The two have other lengths, or none.</exception>
    public static double PixelError(ReadOnlySpan<bool> mask, ReadOnlySpan<bool> found)
    {
        var (both, one, other) = Count(mask, found);
        return (one + other - (2 * both)) / mask.Length;
    }

    /// <summary>Intersection over union of each example.</summary>
    /// <param name="mask">What is there, <c>[N, ...]</c>, <c>bool</c>.</param>
    /// <param name="found">What was found, the same shape, <c>bool</c>.</param>
    /// <returns><c>[N]</c>, double precision.</returns>
    /// <exception cref="DataException">These are no two such masks of one shape and place.</exception>
    public static Tensor IntersectionOverUnion(Tensor mask, Tensor found) =>
        PerExample(mask, found, static (both, one, other, _) => Share(both, one + other - both));

    /// <summary>Dice's coefficient of each example.</summary>
    /// <param name="mask">What is there, <c>[N, ...]</c>, <c>bool</c>.</param>
    /// <param name="found">What was found, the same shape, <c>bool</c>.</param>
    /// <returns><c>[N]</c>, double precision.</returns>
    /// <exception cref="DataException">These are no two such masks of one shape and place.</exception>
    public static Tensor Dice(Tensor mask, Tensor found) =>
        PerExample(mask, found, static (both, one, other, _) => Share(2 * both, one + other));

    /// <summary>The share of pixels that are in one mask alone, of each example.</summary>
    /// <param name="mask">What is there, <c>[N, ...]</c>, <c>bool</c>.</param>
    /// <param name="found">What was found, the same shape, <c>bool</c>.</param>
    /// <returns><c>[N]</c>, double precision.</returns>
    /// <exception cref="DataException">These are no two such masks of one shape and place.</exception>
    public static Tensor PixelError(Tensor mask, Tensor found) =>
        PerExample(mask, found, static (both, one, other, pixels) => (one + other - (2 * both)) / pixels);

    private static double Share(double part, double whole) => whole == 0 ? 1 : part / whole;

    private static (double Both, double One, double Other) Count(ReadOnlySpan<bool> mask, ReadOnlySpan<bool> found)
    {
        Given.Paired(mask.Length, nameof(mask), found.Length, nameof(found));
        var (both, one, other) = (0L, 0L, 0L);
        for (var i = 0; i < mask.Length; i++)
        {
            both += mask[i] && found[i] ? 1 : 0;
            one += mask[i] ? 1 : 0;
            other += found[i] ? 1 : 0;
        }

        return (both, one, other);
    }

    private static Tensor PerExample(Tensor mask, Tensor found, Func<double, double, double, double, double> figure)
    {
        Boolean(mask, nameof(mask));
        Boolean(found, nameof(found));
        Door.Same(mask, found);
        if (mask.dim() < 2 || mask.numel() == 0)
        {
            throw new DataException(
                $"mask is [N, ...] with one pixel or more for each of N examples; got {Datasets.Shapes.List(mask.shape)}.");
        }

        using var scope = NewDisposeScope();
        var (a, b) = (mask.flatten(1), found.flatten(1));
        var (both, one, other) = (Sums(a & b), Sums(a), Sums(b));
        return tensor([.. both.Select((count, i) => figure(count, one[i], other[i], a.shape[1]))]).MoveToOuterDisposeScope();
    }

    private static double[] Sums(Tensor rows) => rows.sum(1).to_type(ScalarType.Float64).cpu().data<double>().ToArray();

    private static void Boolean(Tensor mask, string name)
    {
        ArgumentNullException.ThrowIfNull(mask, name);
        if (mask.dtype != ScalarType.Bool)
        {
            var type = mask.dtype.ToString().ToLowerInvariant();
            throw new DataException($"{name} is bool; got {type}. Say from which value on a pixel is in it: {name} >= 0.5.");
        }
    }
}
