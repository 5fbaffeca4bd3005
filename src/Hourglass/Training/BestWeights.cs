using Hourglass.Checkpoints;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>The weights and buffers of the epoch that was best on the validation split.</summary>
/// <param name="model">The model.</param>
internal sealed class BestWeights(Autoencoder model) : IDisposable
{
    private Dictionary<string, Tensor>? _tensors;

    /// <summary>Copies under the keys of <c>state_dict</c>; null before the first epoch.</summary>
    public IReadOnlyDictionary<string, Tensor>? Tensors => _tensors;

    /// <summary>The file of the checkpoint that they are in; null where they are in none yet.</summary>
    public CheckpointFile? File { get; set; }

    /// <summary>Keeps a copy of tensors, the model's own unless others are given.</summary>
    public void Take(IReadOnlyDictionary<string, Tensor>? tensors = null)
    {
        using var noGrad = no_grad();
        Dispose();
        File = null;
        _tensors = (tensors ?? model.state_dict())
            .ToDictionary(pair => pair.Key, pair => pair.Value.detach().clone().DetachFromDisposeScope(), StringComparer.Ordinal);
    }

    /// <summary>Puts the copies into the model.</summary>
    public void Apply()
    {
        using var noGrad = no_grad();
        foreach (var (key, tensor) in model.state_dict())
        {
            tensor.copy_(_tensors![key]);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var (_, tensor) in _tensors ?? [])
        {
            tensor.Dispose();
        }

        _tensors = null;
    }
}
