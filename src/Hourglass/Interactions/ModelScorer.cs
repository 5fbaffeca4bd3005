using Hourglass.Datasets;
using static TorchSharp.torch;

namespace Hourglass.Interactions;

/// <summary>Scores items by a model's reconstruction of what is known of a user.</summary>
/// <param name="model">A model of data <c>[items]</c> that makes a reconstruction, such as the probabilities of a multinomial.</param>
public sealed class ModelScorer(Autoencoder model) : IItemScorer
{
    /// <inheritdoc/>
    /// <exception cref="DataException">The model has other items, or makes no reconstruction.</exception>
    public Tensor Score(InteractionSet history)
    {
        ArgumentNullException.ThrowIfNull(history);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        using var data = history.ToDataset();
        var device = model.parameters().FirstOrDefault()?.device ?? CPU;
        using var bound = data.Bind(model.Description.Fields, new BindOptions { Device = device });
        using var batch = bound.TrainBatch(arange(history.Users.Count, ScalarType.Int64));
        var reconstruction = model.Untyped.Reconstruct(batch) ?? throw new DataException(
            $"{model.Description.Name} makes no reconstruction to score items by; its decoder must describe the data: decode x ~ z -> …");
        return reconstruction.cpu().reshape(history.Users.Count, history.Items.Count).MoveToOuterDisposeScope();
    }
}
