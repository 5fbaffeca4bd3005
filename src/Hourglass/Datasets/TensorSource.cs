using System.Globalization;
using Hourglass.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Datasets;

/// <summary>Columns from tensors that the caller has.</summary>
internal static class TensorSource
{
    /// <summary>Columns of numbers, and such of places among texts.</summary>
    /// <exception cref="DataException">Counts, names or shapes do not fit each other, there are no numbers, or a place is of no
    /// text.</exception>
    public static DataSource Load(
        string name,
        IReadOnlyDictionary<string, Tensor> train,
        IReadOnlyDictionary<string, Tensor>? test,
        IReadOnlyDictionary<string, IReadOnlyList<string>> texts,
        IReadOnlyList<SetAsideColumn> setAside)
    {
        var columns = Load(name, train, test);
        try
        {
            foreach (var odd in texts.Keys.Where(column => !train.ContainsKey(column)))
            {
                throw new DataException($"The data '{name}' has texts for the column '{odd}', and no such column.");
            }

            DataColumn[] places = [.. columns.Where(column => texts.ContainsKey(column.Name))];
            foreach (var column in places)
            {
                CheckPlaces(name, column, texts[column.Name].Count);
            }

            return places.Length == columns.Count
                ? throw new DataException($"'{name}' has no column of numbers"
                    + (setAside.Count == 0 ? "." : $"; set aside: {string.Join(", ", BindingLines.Reasons(setAside))}."))
                : new DataSource([.. columns.Except(places)], setAside, [])
                {
                    Texts =
                    [
                        .. places.Select(column =>
                            new DataColumn(column.Name, column.Train, column.Test, ColumnRole.Texts) { Texts = [.. texts[column.Name]] }),
                    ],
                };
        }
        catch (DataException)
        {
            foreach (var column in columns)
            {
                column.Dispose();
            }

            throw;
        }
    }

    public static IReadOnlyList<DataColumn> Load(
        string name,
        IReadOnlyDictionary<string, Tensor> train,
        IReadOnlyDictionary<string, Tensor>? test)
    {
        if (train.Count == 0)
        {
            throw new DataException($"The data '{name}' has no column; give at least one tensor.");
        }

        var count = CheckedCount(name, "training", train);
        if (count == 0)
        {
            throw new DataException($"The data '{name}' has no training example.");
        }

        if (test is { Count: > 0 })
        {
            CheckedCount(name, "test", test);
            CheckSameColumns(name, train, test);
        }
        else
        {
            test = null;
        }

        return [.. train.Select(pair => Column(pair.Key, pair.Value, test?[pair.Key]))];
    }

    private static void CheckPlaces(string name, DataColumn column, int texts)
    {
        foreach (var tensor in new[] { column.Train, column.Test }.OfType<Tensor>())
        {
            using var scope = NewDisposeScope();
            if (tensor.dim() != 1 || tensor.dtype != ScalarType.Int64)
            {
                throw new DataException(
                    $"The column '{column.Name}' of the data '{name}' is {TensorText.Describe(tensor)}; places among texts are int64[N].");
            }

            if (tensor.numel() > 0 && (tensor.min().item<long>() < -1 || tensor.max().item<long>() >= texts))
            {
                throw new DataException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The column '{column.Name}' of the data '{name}' has places from {tensor.min().item<long>()} to "
                        + $"{tensor.max().item<long>()} among {texts} texts; they are from 0 to {texts - 1}, or −1 for a missing one."));
            }
        }
    }

    private static DataColumn Column(string name, Tensor train, Tensor? test)
    {
        var role = train.dtype == ScalarType.Byte && train.dim() > 1 ? ColumnRole.Images : ColumnRole.Values;
        return new DataColumn(name, Plain(train), test is null ? null : Plain(test), role);
    }

    /// <summary>Without gradients, and truth values as the bytes 0 and 1.</summary>
    private static Tensor Plain(Tensor tensor) => tensor.dtype == ScalarType.Bool ? tensor.to_type(ScalarType.Byte) : tensor.detach();

    private static long CheckedCount(string name, string split, IReadOnlyDictionary<string, Tensor> tensors)
    {
        foreach (var (column, tensor) in tensors)
        {
            CheckHandle(name, split, column, tensor);
        }

        var (firstName, first) = tensors.First();
        foreach (var (column, tensor) in tensors)
        {
            if (tensor.dim() == 0)
            {
                throw new DataException(
                    $"The column '{column}' of the {split} data '{name}' is a scalar; its first dimension must count the examples.");
            }

            if (tensor.shape[0] > 0 && tensor.numel() == 0)
            {
                throw new DataException(
                    $"The column '{column}' of the {split} data '{name}' is {Shapes.List(tensor.shape)}; an example of it must have at "
                    + "least one element.");
            }

            if (!IsNumber(tensor.dtype))
            {
                throw new DataException(
                    $"The column '{column}' of the {split} data '{name}' holds {tensor.dtype}; it must hold real numbers or booleans.");
            }

            if (tensor.shape[0] != first.shape[0])
            {
                throw new DataException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The columns of the {split} data '{name}' differ in length: '{firstName}' has {first.shape[0]} examples, '{column}' "
                        + $"has {tensor.shape[0]}."));
            }
        }

        return first.shape[0];
    }

    /// <summary>What the data set needs of a tensor beyond its shape and its type.</summary>
    private static void CheckHandle(string name, string split, string column, Tensor? tensor)
    {
        if (string.IsNullOrWhiteSpace(column))
        {
            throw new DataException($"A column of the {split} data '{name}' has no name; every column needs one.");
        }

        var wrong = tensor switch
        {
            null => "is null; give a tensor",
            { IsInvalid: true } => "is disposed; give a tensor that lives",
            { is_sparse: true } => "is sparse; give it dense: to_dense()",
            { device_type: not DeviceType.CPU } => $"is on {tensor.device}; the data stays in the processor's memory: give it as cpu()",
            _ => null,
        };
        if (wrong is not null)
        {
            throw new DataException($"The column '{column}' of the {split} data '{name}' {wrong}.");
        }
    }

    private static void CheckSameColumns(string name, IReadOnlyDictionary<string, Tensor> train, IReadOnlyDictionary<string, Tensor> test)
    {
        var odd = train.Keys
            .Except(test.Keys, StringComparer.Ordinal)
            .Concat(test.Keys.Except(train.Keys, StringComparer.Ordinal))
            .FirstOrDefault();
        if (odd is not null)
        {
            throw new DataException(
                $"The column '{odd}' of the data '{name}' is in only one of the training and the test split; give it in both.");
        }

        foreach (var (column, tensor) in train)
        {
            if (!tensor.shape.AsSpan(1).SequenceEqual(test[column].shape.AsSpan(1)) || tensor.dtype != test[column].dtype)
            {
                throw new DataException(
                    $"The column '{column}' of the data '{name}' is {tensor.dtype} {Shapes.Show(tensor.shape[1..])} for training and "
                    + $"{test[column].dtype} {Shapes.Show(test[column].shape[1..])} for the test; both must be the same.");
            }
        }
    }

    private static bool IsNumber(ScalarType type) => type is ScalarType.Byte or ScalarType.Int8 or ScalarType.Int16 or ScalarType.Int32
        or ScalarType.Int64 or ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64 or ScalarType.Bool;
}
