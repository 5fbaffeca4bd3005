using static TorchSharp.torch;

namespace Hourglass.Datasets;

/// <summary>The tensors of one step, one a field. Owns them.</summary>
public sealed class Batch(IReadOnlyDictionary<string, Tensor> tensors, int count) : IDisposable
{
    /// <summary>How many examples there are.</summary>
    public int Count { get; } = count;

    /// <summary>The tensor of a field: <c>[N, ...shape]</c> in the model's precision, or <c>int64</c> (<c>[N]</c> for a single one) for a class.</summary>
    /// <exception cref="KeyNotFoundException">There is no such field.</exception>
    public Tensor this[string field] => tensors[field];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in tensors.Values)
        {
            tensor.Dispose();
        }
    }
}
