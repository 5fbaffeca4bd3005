using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Datasets.Tables;

/// <summary>Columns of a data set from those of a table.</summary>
internal static class TableSource
{
    /// <summary>More texts than this are no classes: names, remarks.</summary>
    private const int MostTexts = 1000;

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

        var texts = columns.OfType<TextColumn>().Select(column => (column.Name, column.Values, All: Distinct(column.Values))).ToArray();
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
            Texts = [.. texts.Where(column => column.All is not null).Select(column => Places(column.Name, column.Values, column.All!))],
        };
    }

    private static string Reason(IReadOnlyList<string?> values) =>
        values.FirstOrDefault(text => text is not null) is { } text
            ? $"text: '{Checkpoints.TensorText.Shown(text.Length <= 40 ? text : text[..40] + "…")}'"
            : "no value at all";

    /// <summary>The texts, sorted; null where there are none, or too many to be classes.</summary>
    private static string[]? Distinct(IReadOnlyList<string?> values)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var text in values)
        {
            if (text is not null && found.Add(text) && found.Count > MostTexts)
            {
                return null;
            }
        }

        return found.Count == 0 ? null : [.. found.Order(StringComparer.Ordinal)];
    }

    private static DataColumn Places(string name, IReadOnlyList<string?> values, string[] all)
    {
        var places = all.Index().ToDictionary(pair => pair.Item, pair => (long)pair.Index, StringComparer.Ordinal);
        return new DataColumn(
            name,
            tensor([.. values.Select(text => text is null ? -1L : places[text])], ScalarType.Int64),
            null,
            ColumnRole.Texts)
        {
            Texts = all,
        };
    }
}
