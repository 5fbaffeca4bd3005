using Hourglass.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Datasets.Tables;

/// <summary>Columns of a data set from those of a table.</summary>
internal static class TableSource
{
    /// <summary>Numbers become columns, texts such that classes can read; the others are set aside.</summary>
    /// <param name="name">What the table is called in messages.</param>
    /// <param name="columns">The table's.</param>
    /// <exception cref="DataException">There is no column of numbers, or there are no rows.</exception>
    public static DataSource Of(string name, IReadOnlyList<TableColumn> columns)
    {
        using var scope = NewDisposeScope();
        var numbers = columns.OfType<NumberColumn>().ToArray();
        foreach (var column in numbers)
        {
            column.Values.MoveToOtherDisposeScope(scope);
        }

        if (columns.GroupBy(column => column.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            throw new DataException($"'{name}' has several columns '{twice.Key}'; every column needs a name of its own.");
        }

        var texts = columns.OfType<TextColumn>().ToArray();
        SetAsideColumn[] setAside =
        [
            .. texts.Select(column => new SetAsideColumn(column.Name, Reason(column.Values))),
            .. columns.OfType<UnreadColumn>().Select(column => new SetAsideColumn(column.Name, column.Reason)),
        ];
        if (numbers.Length == 0)
        {
            throw new DataException($"'{name}' has no column of numbers"
                + (setAside.Length == 0 ? "." : $"; set aside: {string.Join(", ", BindingLines.Reasons(setAside))}."));
        }

        var columnsOfNumbers = TensorSource.Load(
            name,
            numbers.ToDictionary(column => column.Name, column => column.Values, StringComparer.Ordinal),
            null);
        return new DataSource(columnsOfNumbers, setAside, [])
        {
            Texts =
            [
                .. texts.Where(column => AreClasses(column.Values)).Select(column => DataColumn.OfTexts(column.Name, column.Values, null)),
            ],
        };
    }

    private static string Reason(IReadOnlyList<string?> values) =>
        values.FirstOrDefault(text => text is not null) is { } text
            ? $"text: '{TensorText.Shown(CsvColumn.Shortened(text))}'"
            : "no value at all";

    /// <summary>Whether there are texts, and not too many to be classes.</summary>
    private static bool AreClasses(IReadOnlyList<string?> values) =>
        values.OfType<string>().Distinct(StringComparer.Ordinal).Take(CsvColumn.MostTexts + 1).Count() is > 0 and <= CsvColumn.MostTexts;
}
