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
    /// <exception cref="DataException">The batch is to be normalised by its own statistics and has one value for each channel: its variance is no number.</exception>
    public static Tensor Normalise(BatchNorm layer, Tensor x, bool training) => training
        ? layer.training && x.numel() == x.shape[1] ? throw TooFew(x) : layer.call(x)
        : nn.functional.batch_norm(x, layer.running_mean!, layer.running_var!, layer.weight!, layer.bias!, training: false, eps: layer.eps);

    private static DataException TooFew(Tensor x) => new(
        $"A batch normalisation in training mode got {Shapes.Show(x.shape)}: one example with one value for each channel, whose variance is no number. Give 2 examples or more, or put the model into evaluation mode: model.eval().");
}
