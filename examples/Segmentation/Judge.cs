using Hourglass.Metrics;
using static TorchSharp.torch;

namespace Segmentation;

/// <summary>How well masks are found, of the pictures that nothing was trained on.</summary>
internal static class Judge
{
    private const int GreyValues = 256;

    /// <summary>The line above the table.</summary>
    public static void Head() => Console.WriteLine($"{"",-34}{"pixel error",12}{"IoU",8}{"Dice",8}");

    /// <summary>Prints the means over the pictures.</summary>
    /// <param name="name">What found them.</param>
    /// <param name="masks">Bytes <c>[N, 1, H, W]</c>, 1 where there is a membrane.</param>
    /// <param name="found">Whether one was found, <c>bool</c>, the same shape.</param>
    public static void Tell(string name, Tensor masks, Tensor found)
    {
        using var scope = NewDisposeScope();
        var truth = masks.to_type(ScalarType.Bool);
        var (error, union, dice) = (
            Mean(Hourglass.Metrics.Segmentation.PixelError(truth, found)),
            Mean(Hourglass.Metrics.Segmentation.IntersectionOverUnion(truth, found)),
            Mean(Hourglass.Metrics.Segmentation.Dice(truth, found)));
        Console.WriteLine(FormattableString.Invariant($"{name,-34}{error,12:0.0000}{union,8:0.000}{dice,8:0.000}"));
    }

    /// <summary>What takes no network: all that is darker than the grey value that is best on the pictures to train on.</summary>
    public static int BestGreyValue(Tensor images, Tensor masks)
    {
        using var scope = NewDisposeScope();
        var values = images.flatten().to_type(ScalarType.Int64);
        var membranes = masks.flatten().to_type(ScalarType.Float64);
        var inside = values.bincount(1 - membranes, GreyValues).cumsum(0);
        var missed = membranes.sum() - values.bincount(membranes, GreyValues).cumsum(0);
        return 1 + (int)(inside + missed).argmin().item<long>();
    }

    private static double Mean(Tensor figures) => figures.mean().item<double>();
}
