using System.Globalization;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Datasets;

/// <summary>
/// A data set in the form that a model wants: batches by index. Made by <see cref="Dataset.Bind"/>, which has checked every value; it holds
/// its own handles of the columns.
/// </summary>
public sealed class BoundDataset : IDisposable
{
    private readonly IReadOnlyList<BoundField> _fields;
    private bool _disposed;

    internal BoundDataset(Dataset data, IReadOnlyList<DataField> fields, BindOptions options, ColumnMatcher matcher)
    {
        if (options.Precision is not (ScalarType.Float32 or ScalarType.Float64))
        {
            throw new ArgumentException($"The precision is Float32 or Float64, not {options.Precision}.", nameof(options));
        }

        if (options.Binarize != Binarize.None && !fields.Any(field => field.Domain is Domain.Binary or Domain.Unit))
        {
            throw new DataException(
                "Binarisation (--binarize) fits variables of the domains binary and unit; the model has none: "
                + $"{string.Join(", ", fields.Select(field => $"{field.Name} is {DomainCheck.Show(field)}"))}.");
        }

        using var scope = NewDisposeScope();
        var matches = matcher.Match(fields);
        Name = data.Name;
        TrainCount = data.Count;
        TestCount = data.TestCount;
        Device = options.Device;
        Notes = data.Notes;
        var read = matches.Values.SelectMany(found => found).Select(column => column.Name).ToHashSet(StringComparer.Ordinal);
        SetAside =
        [
            .. data.SetAside.Where(column => !read.Contains(column.Name)),
            .. data.ColumnNames.Where(name => !read.Contains(name)).Select(name => new SetAsideColumn(name, "no variable reads it"))
        ];
        _fields = [.. fields.Select(field => BoundField.Create(data.Name, field, matches.GetValueOrDefault(field.Name) ?? [], options))];
    }

    /// <summary>The data set's name.</summary>
    public string Name { get; }

    /// <summary>How many training examples there are.</summary>
    public int TrainCount { get; }

    /// <summary>How many test examples there are; 0 where there is no test split.</summary>
    public int TestCount { get; }

    /// <summary>Which columns feed each variable, in the order of its elements.</summary>
    public IReadOnlyList<ColumnBinding> Columns => [.. _fields.Select(bound => bound.Binding)];

    /// <summary>The columns that no variable reads, and why.</summary>
    public IReadOnlyList<SetAsideColumn> SetAside { get; }

    /// <summary>What else there is to say about the data, a line each.</summary>
    internal IReadOnlyList<string> Notes { get; }

    /// <summary>Where batches are wanted.</summary>
    internal Device Device { get; }

    /// <summary>The variables.</summary>
    internal IReadOnlyList<BoundField> Fields => _fields;

    /// <summary>The training examples at <paramref name="indices"/>, <c>int64</c> <c>[N]</c>. The caller disposes the batch.</summary>
    /// <exception cref="DataException">The indices have another shape or type, or one of them is of no example.</exception>
    public Batch TrainBatch(Tensor indices) => Gather(indices, test: false);

    /// <summary>The test examples at <paramref name="indices"/>, <c>int64</c> <c>[N]</c>. The caller disposes the batch.</summary>
    /// <exception cref="InvalidOperationException">There is no test split.</exception>
    /// <exception cref="DataException">The indices have another shape or type, or one of them is of no example.</exception>
    public Batch TestBatch(Tensor indices) => TestCount > 0
        ? Gather(indices, test: true)
        : throw new InvalidOperationException($"The data '{Name}' has no test split.");

    /// <inheritdoc/>
    public void Dispose()
    {
        _disposed = true;
        foreach (var field in _fields)
        {
            field.Dispose();
        }
    }

    private Batch Gather(Tensor indices, bool test)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        CheckIndices(indices, test ? TestCount : TrainCount);
        var tensors = new Dictionary<string, Tensor>(_fields.Count, StringComparer.Ordinal);
        foreach (var field in _fields)
        {
            var values = field.Gather(indices, test);
            tensors.Add(
                field.Name,
                Device.type == DeviceType.CPU ? values : values.to(Device, disposeAfter: true).DetachFromDisposeScope());
        }

        return new Batch(tensors, checked((int)indices.shape[0]));
    }

    private static void CheckIndices(Tensor indices, int count)
    {
        ArgumentNullException.ThrowIfNull(indices);
        if (indices.dim() != 1 || indices.dtype != ScalarType.Int64 || indices.device_type != DeviceType.CPU)
        {
            throw new DataException(
                $"indices is int64 [N] on the CPU; got {indices.dtype.ToString().ToLowerInvariant()} {Shapes.List(indices.shape)} on "
                + $"{indices.device}.");
        }

        foreach (var index in indices.data<long>())
        {
            if (index < 0 || index >= count)
            {
                throw new DataException(
                    string.Create(CultureInfo.InvariantCulture, $"indices has {index}; the split has {count} examples, counted from 0."));
            }
        }
    }
}
