using Hourglass.Datasets;
using static TorchSharp.torch;

namespace Hourglass.Numerics;

/// <summary>Windows with the Gaussian weights of structural similarity (Wang et al., 2004, section III-C).</summary>
public static class GaussianWindow
{
    private const double Deviation = 1.5;

    /// <summary>
    /// The mean of every channel over each window that fits, by weights of a deviation of 1.5 elements around its centre, which add up
    /// to 1.
    /// </summary>
    /// <param name="x">Maps, <c>[N, c, h, w]</c>; also with one or three dimensions behind the channels.</param>
    /// <param name="width">Elements along each dimension of a window.</param>
    /// <returns><c>[N, c, h - width + 1, w - width + 1]</c>.</returns>
    /// <exception cref="DataException">These are no maps, or smaller than a window.</exception>
    public static Tensor Means(Tensor x, int width)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (x.dim() is < 3 or > 5 || x.shape.Skip(2).Min() < width)
        {
            throw new DataException(
                $"x is [N, c, ...] with one to three dimensions of {width} or more behind the channels; got {Shapes.List(x.shape)}.");
        }

        var rank = (int)x.dim() - 2;
        var bell = exp((arange(width, dtype: x.dtype, device: x.device) - (width - 1) / 2.0).square() / (-2 * Deviation * Deviation));
        var weights = bell / bell.sum();
        var window = ones([1, 1], dtype: x.dtype, device: x.device);
        for (var axis = 0; axis < rank; axis++)
        {
            window = window.unsqueeze(-1) * weights;
        }

        // Each channel is a map by itself.
        var maps = x.reshape([-1, 1, .. x.shape.AsSpan(2)]);
        var means = rank switch
        {
            1 => nn.functional.conv1d(maps, window),
            2 => nn.functional.conv2d(maps, window),
            _ => nn.functional.conv3d(maps, window),
        };
        return means.reshape([.. x.shape.AsSpan(0, 2), .. means.shape.AsSpan(2)]);
    }
}
