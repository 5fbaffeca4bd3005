using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Datasets;

/// <summary>
/// A data set in the form that a model wants: batches by index. Made by <see cref="Dataset.Bind"/>, which has checked every value; it holds its own
/// handles of the columns.
/// </summary>
public sealed class BoundDataset : IDisposable
{
    private readonly IReadOnlyList<BoundField> _fields;

    internal BoundDataset(Dataset data, IReadOnlyList<DataField> fields, BindOptions options, ColumnMatcher matcher)
    {
        if (options.Precision is not (ScalarType.Float32 or ScalarType.Float64))
        {
            throw new ArgumentException($"The precision is Float32 or Float64, not {options.Precision}.", nameof(options));
        }

        if (options.Binarize != Binarize.None && !fields.Any(field => field.Domain is Domain.Binary or Domain.Unit))
        {
            throw new DataException($"Binarisation (--binarize) fits variables of the domains binary and unit; the model has none: {string.Join(", ", fields.Select(field => $"{field.Name} is {DomainCheck.Show(field)}"))}.");
        }

        using var scope = NewDisposeScope();
        var matches = matcher.Match(fields);
        Name = data.Name;
        TrainCount = data.Count;
        TestCount = data.TestCount;
        Device = options.Device;
        _fields = [.. fields.Select(field => BoundField.Create(data.Name, field, matches.GetValueOrDefault(field.Name) ?? [], options))];
    }

    /// <summary>The data set's name.</summary>
    public string Name { get; }

    /// <summary>How many training examples there are.</summary>
    public int TrainCount { get; }

    /// <summary>How many test examples there are; 0 where there is no test split.</summary>
    public int TestCount { get; }

    /// <summary>Where batches are wanted.</summary>
    internal Device Device { get; }

    /// <summary>The variables.</summary>
    internal IReadOnlyList<BoundField> Fields => _fields;

    /// <summary>The training examples at <paramref name="indices"/>, <c>int64</c> <c>[N]</c>. The caller disposes the batch.</summary>
    public Batch TrainBatch(Tensor indices) => Gather(indices, test: false);

    /// <summary>The test examples at <paramref name="indices"/>, <c>int64</c> <c>[N]</c>. The caller disposes the batch.</summary>
    /// <exception cref="InvalidOperationException">There is no test split.</exception>
    public Batch TestBatch(Tensor indices) => TestCount > 0
        ? Gather(indices, test: true)
        : throw new InvalidOperationException($"The data '{Name}' has no test split.");

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var field in _fields)
        {
            field.Dispose();
        }
    }

    private Batch Gather(Tensor indices, bool test)
    {
        var tensors = new Dictionary<string, Tensor>(_fields.Count, StringComparer.Ordinal);
        foreach (var field in _fields)
        {
            var values = field.Gather(indices, test);
            tensors.Add(field.Name, Device.type == DeviceType.CPU ? values : values.to(Device, disposeAfter: true).DetachFromDisposeScope());
        }

        return new Batch(tensors, checked((int)indices.shape[0]));
    }
}
