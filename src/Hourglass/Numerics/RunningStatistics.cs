using Hourglass.Datasets;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hourglass.Numerics;

/// <summary>Batch normalisation (Ioffe and Szegedy, 2015) as training and as evaluation computes it, whatever mode a model is in.</summary>
public static class RunningStatistics
{
    /// <summary>
    /// Normalises by the statistics of the batch, which the layer's running ones then follow, or by those that it has gathered.
    /// </summary>
    /// <param name="layer">The layer.</param>
    /// <param name="x"><c>[N, channels, ...]</c>.</param>
    /// <param name="training">Whether the layer is called, which in its own training mode takes the batch's statistics; otherwise the
    /// running ones are only read.</param>
    /// <returns>The shape of <paramref name="x"/>.</returns>
    /// <exception cref="DataException">The batch is to be normalised by its own statistics and has one value for each channel: its variance
    /// is no number; or the batch has other channels than the layer, or is elsewhere.</exception>
    public static Tensor Normalise(BatchNorm layer, Tensor x, bool training)
    {
        Check(layer, x);
        if (training)
        {
            return layer.training && x.numel() == x.shape[1] ? throw TooFew(x) : layer.call(x);
        }

        return nn.functional.batch_norm(
            x, layer.running_mean!, layer.running_var!, layer.weight!, layer.bias!, training: false, eps: layer.eps);
    }

    private static void Check(BatchNorm layer, Tensor x)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(x);
        var mean = layer.running_mean!;
        if (x.dim() < 2 || x.size(1) != mean.size(0))
        {
            throw new DataException(
                $"x is [N, {Shapes.Show(mean.shape)[1..^1]}, ...], as the layer has {Shapes.Show(mean.shape)[1..^1]} channels; "
                + $"got {Shapes.Show(x.shape)}.");
        }

        var fits = layer switch
        {
            BatchNorm1d => x.dim() <= 3,
            BatchNorm2d => x.dim() == 4,
            BatchNorm3d => x.dim() == 5,
            _ => true,
        };
        if (!fits)
        {
            throw new DataException(
                $"{layer.GetType().Name} does not take {Shapes.Show(x.shape)}: it has another number of axes behind the channels.");
        }

        if (x.dtype != mean.dtype)
        {
            throw new DataException(
                $"x is {mean.dtype.ToString().ToLowerInvariant()}, as the layer's statistics are; "
                + $"got {x.dtype.ToString().ToLowerInvariant()}.");
        }

        Door.Place(x, mean, nameof(x), "the layer");
    }

    private static DataException TooFew(Tensor x) => new(
        $"A batch normalisation in training mode got {Shapes.Show(x.shape)}: one example with one value for each channel, whose variance "
        + "is no number. Give 2 examples or more, or put the model into evaluation mode: model.eval().");
}
