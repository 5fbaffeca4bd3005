using static TorchSharp.torch;

namespace Hourglass.Datasets;

/// <summary>
/// Named columns of examples, and possibly a test split. Columns stay as small as they were loaded (bytes for images) and become what a model's
/// domain wants batch by batch.
/// </summary>
public sealed partial class Dataset
{
}

/// <summary>The tensors of one step, one a field. Owns them.</summary>
public sealed class Batch(IReadOnlyDictionary<string, Tensor> tensors, int count) : IDisposable
{
    /// <summary>How many examples there are.</summary>
    public int Count { get; } = count;

    /// <summary>The tensor of a field: <c>[N, ...shape]</c> in the model's precision, or <c>[N]</c> of <c>int64</c> for a class.</summary>
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
