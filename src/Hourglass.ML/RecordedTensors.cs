using System.Collections;
using System.Diagnostics.CodeAnalysis;
using static TorchSharp.torch;

namespace Hourglass.ML;

/// <summary>Tensors of a batch that remember which of them were asked for: what a model reads for one of its outputs.</summary>
/// <param name="tensors">The tensors, by variable.</param>
internal sealed class RecordedTensors(IReadOnlyDictionary<string, Tensor> tensors) : IReadOnlyDictionary<string, Tensor>
{
    /// <summary>The variables that were asked for.</summary>
    public HashSet<string> Asked { get; } = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public int Count => tensors.Count;

    /// <inheritdoc/>
    public IEnumerable<string> Keys => tensors.Keys;

    /// <inheritdoc/>
    public IEnumerable<Tensor> Values => tensors.Values;

    /// <inheritdoc/>
    public Tensor this[string key]
    {
        get
        {
            Asked.Add(key);
            return tensors[key];
        }
    }

    /// <inheritdoc/>
    public bool ContainsKey(string key) => tensors.ContainsKey(key);

    /// <inheritdoc/>
    public bool TryGetValue(string key, [MaybeNullWhen(false)] out Tensor value)
    {
        Asked.Add(key);
        return tensors.TryGetValue(key, out value);
    }

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, Tensor>> GetEnumerator() => tensors.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
