using static TorchSharp.torch;

namespace Hourglass.Datasets;

/// <summary>The tensors of one step, one a field. Owns them, but for the batches of a training session, which belong to it.</summary>
public sealed class Batch : IDisposable
{
    private readonly IReadOnlyDictionary<string, Tensor> _tensors;
    private readonly bool _shared;

    /// <summary>A batch of tensors that it owns.</summary>
    /// <param name="tensors">The tensors by field, <c>[N, ...]</c>.</param>
    /// <param name="count">How many examples there are, N.</param>
    public Batch(IReadOnlyDictionary<string, Tensor> tensors, int count)
        : this(tensors, count, shared: false)
    {
    }

    internal Batch(IReadOnlyDictionary<string, Tensor> tensors, int count, bool shared)
    {
        (_tensors, Count, _shared) = (tensors, count, shared);
    }

    /// <summary>How many examples there are.</summary>
    public int Count { get; }

    /// <summary>
    /// The tensor of a field: <c>[N, ...shape]</c> in the model's precision, or <c>int64</c> (<c>[N]</c> for a single one) for a class.
    /// </summary>
    /// <exception cref="KeyNotFoundException">There is no such field.</exception>
    public Tensor this[string field] => _tensors[field];

    /// <summary>The tensor of a field, or null where there is no such field.</summary>
    internal Tensor? Find(string field) => _tensors.GetValueOrDefault(field);

    /// <summary>The same with other values of a field; it owns none of its tensors.</summary>
    internal Batch With(string field, Tensor values) =>
        new(new Dictionary<string, Tensor>(_tensors) { [field] = values }, Count, shared: true);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in _shared ? [] : _tensors.Values)
        {
            tensor.Dispose();
        }
    }
}
