using Hourglass.Images;
using static TorchSharp.torch;

namespace Segmentation;

/// <summary>The probability of a membrane at every place of pictures that are larger than the network's.</summary>
/// <param name="reconstruct">The network: <c>[n, 1, side, side]</c> from 0 to 1, to probabilities of the same shape.</param>
/// <param name="side">The side of what it takes.</param>
internal sealed class Segmenter(Func<Tensor, Tensor> reconstruct, int side)
{
    private readonly Tiling _tiling = new(side, side / 4, TileBorder.Blend);

    /// <summary>By overlapping tiles, each predicted once.</summary>
    /// <param name="images">Bytes <c>[N, 1, H, W]</c>.</param>
    /// <returns><c>[N, 1, H, W]</c>, the caller's.</returns>
    public Tensor Predict(Tensor images)
    {
        using var scope = NewDisposeScope();
        return _tiling.Predict(images.to_type(ScalarType.Float32) / 255, reconstruct).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The mean over the eight ways to turn and mirror the pictures; the paper's figures are means over seven of their own.
    /// </summary>
    /// <param name="images">Bytes <c>[N, 1, H, W]</c>.</param>
    /// <returns><c>[N, 1, H, W]</c>, the caller's.</returns>
    public Tensor PredictTurned(Tensor images)
    {
        using var scope = NewDisposeScope();
        var sum = zeros(images.shape);
        for (var i = 0; i < Orientation.Count; i++)
        {
            using var inner = NewDisposeScope();
            sum.add_(Orientation.Apply(Predict(Orientation.Apply(images, i)), Orientation.Inverse(i)));
        }

        return sum.div_(Orientation.Count).MoveToOuterDisposeScope();
    }
}
