using System.Globalization;
using Hourglass.Checkpoints;
using static TorchSharp.torch;

namespace Hourglass.Datasets;

/// <summary>Columns of classes that an evaluation reads beside the model's data.</summary>
public sealed partial class Dataset
{
    private static readonly string[] LabelNames = ["label", "labels", "y", "class", "target"];

    /// <summary>
    /// The column of the examples' classes by its kind or its name, as <see cref="Bind"/> finds it for a class: labels of images, or
    /// <c>label</c>, <c>labels</c>, <c>y</c>, <c>class</c> or <c>target</c>; null where there is none, or there are several.
    /// </summary>
    public string? LabelColumn
    {
        get
        {
            var all = _columns.Concat(_source.Texts).Where(column => column.IsScalar).ToArray();
            var labels = Array.FindAll(all, column => column.Role == ColumnRole.Labels);
            var found = labels.Length > 0
                ? labels
                : Array.FindAll(all, column => LabelNames.Contains(column.Name, StringComparer.OrdinalIgnoreCase));
            return found is [var only] ? only.Name : null;
        }
    }

    /// <summary>The names of the columns of texts, which classes read, in their order.</summary>
    public IReadOnlyList<string> TextColumnNames => [.. _source.Texts.Select(column => column.Name)];

    /// <summary>The texts of a column that classes read, in the order of the classes: the first is 0.</summary>
    /// <param name="column">The column's name, letter by letter.</param>
    /// <exception cref="DataException">There is no such column.</exception>
    public IReadOnlyList<string> TextsOf(string column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return _source.Texts.FirstOrDefault(item => item.Name == column)?.Texts ?? throw new DataException(
            $"The data '{Name}' has no column '{TensorText.Shown(column)}' of texts; it has "
            + $"{(_source.Texts.Count == 0 ? "none" : BindingLines.Names(TextColumnNames))}.");
    }

    /// <summary>The classes in a column: its whole numbers, or the places of its texts among all of them in their order.</summary>
    /// <param name="column">The column's name.</param>
    /// <param name="split">Which examples.</param>
    /// <returns><c>[N]</c>, from 0 on; −1 where one is missing.</returns>
    /// <exception cref="DataException">There is no such column, it has several numbers an example, or a value is no class.</exception>
    public IReadOnlyList<int> Classes(string column, DataSplit split)
    {
        ArgumentNullException.ThrowIfNull(column);
        ObjectDisposedException.ThrowIf(_disposed, this);
        var all = _columns.Concat(_source.Texts).ToArray();
        var found = Array.Find(all, item => item.Name == column)
            ?? Array.Find(all, item => item.Name.Equals(column, StringComparison.OrdinalIgnoreCase))
            ?? throw new DataException(
                $"The data '{Name}' has no column '{TensorText.Shown(column)}' of numbers or texts; it has "
                + $"{BindingLines.Names([.. all.Select(item => item.Name)])}.");
        if (!found.IsScalar)
        {
            throw new DataException(
                $"The column '{found.Name}' of the data '{Name}' has {Shapes.Show(found.ExampleShape)} an example; classes are one "
                + "number. Name another column.");
        }

        using var values = (split == DataSplit.Test ? found.Test : found.Train)?.to_type(ScalarType.Float64);
        double[] numbers = values is null ? [] : [.. values.cpu().contiguous().data<double>()];
        for (var i = 0; i < numbers.Length; i++)
        {
            numbers[i] = double.IsNaN(numbers[i]) ? -1 : numbers[i];
            if (!(numbers[i] >= -1 && numbers[i] <= int.MaxValue && numbers[i] == Math.Floor(numbers[i])))
            {
                throw new DataException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The column '{found.Name}' of the data '{Name}' has {numbers[i]} in example {i}; classes are whole numbers from 0 on, "
                        + $"−1 for a missing one, or texts. Name another column."));
            }
        }

        return Array.ConvertAll(numbers, number => (int)number);
    }
}
