using System.Globalization;

namespace Hourglass.Datasets;

/// <summary>Finds the columns of every variable of a model: by name first, then by what they are. Touches no tensor.</summary>
internal sealed class ColumnMatcher(string dataName, IReadOnlyList<DataColumn> columns, IReadOnlyList<string> textColumns)
{
    private static readonly string[] LabelNames = ["label", "labels", "y", "class", "target"];

    /// <summary>The columns of each field, one column or several numbered ones; none for an optional field that the data lacks.</summary>
    /// <exception cref="DataException">A required field finds none.</exception>
    public IReadOnlyDictionary<string, IReadOnlyList<DataColumn>> Match(IReadOnlyList<DataField> fields)
    {
        var matches = new Dictionary<string, IReadOnlyList<DataColumn>>(StringComparer.Ordinal);
        foreach (var field in fields)
        {
            Add(matches, field, ByName(field));
        }

        if (fields.FirstOrDefault(field => field.Domain == Domain.Class) is { } label && !matches.ContainsKey(label.Name))
        {
            Add(matches, label, Labels(Unused(matches)));
        }

        if (fields.FirstOrDefault(field => field.Domain != Domain.Class) is { } first && !matches.ContainsKey(first.Name))
        {
            Add(matches, first, Remaining(first, Unused(matches)));
        }

        foreach (var field in fields.Where(field => !field.Optional && !matches.ContainsKey(field.Name)))
        {
            throw new DataException($"The variable '{field.Name}' finds no column in the data '{dataName}', which has {Columns()}. {WouldFit(field)}");
        }

        return matches;
    }

    private static void Add(Dictionary<string, IReadOnlyList<DataColumn>> matches, DataField field, IReadOnlyList<DataColumn> found)
    {
        if (found.Count > 0)
        {
            matches.Add(field.Name, found);
        }
    }

    private List<DataColumn> Unused(Dictionary<string, IReadOnlyList<DataColumn>> matches)
    {
        var used = matches.Values.SelectMany(found => found).ToHashSet();
        return [.. columns.Where(column => !used.Contains(column))];
    }

    private IReadOnlyList<DataColumn> ByName(DataField field)
    {
        var named = columns.FirstOrDefault(column => column.Name == field.Name)
            ?? columns.FirstOrDefault(column => column.Name.Equals(field.Name, StringComparison.OrdinalIgnoreCase));
        return named is null ? Numbered(field) : [named];
    }

    /// <summary><c>x0 … x783</c>, <c>x_0 …</c>, <c>x.0 …</c> or <c>x[0] …</c>, in the order of their numbers, counted from 0 or 1 without a gap.</summary>
    private IReadOnlyList<DataColumn> Numbered(DataField field)
    {
        var numbered = columns
            .Where(column => column.IsScalar)
            .Select(column => (Column: column, Index: IndexOf(column.Name, field.Name)))
            .Where(pair => pair.Index >= 0)
            .OrderBy(pair => pair.Index)
            .ToList();
        if (numbered.Count == 0)
        {
            return [];
        }

        var from = numbered[0].Index;
        var expected = Shapes.Elements(field.Shape);
        var gap = numbered.Where((pair, position) => pair.Index != from + position).Any();
        if (from > 1 || gap || numbered.Count != expected)
        {
            throw new DataException(string.Create(CultureInfo.InvariantCulture, $"The variable '{field.Name}' is {Shapes.Show(field.Shape)} and needs {expected} numbered columns, counted from 0 or 1 without a gap; the data '{dataName}' has {numbered.Count}, from '{numbered[0].Column.Name}' to '{numbered[^1].Column.Name}'."));
        }

        return [.. numbered.Select(pair => pair.Column)];
    }

    private static int IndexOf(string column, string field)
    {
        if (!column.StartsWith(field, StringComparison.OrdinalIgnoreCase))
        {
            return -1;
        }

        var rest = column.AsSpan(field.Length);
        var digits = rest switch
        {
            ['[', .. var inner, ']'] => inner,
            ['_' or '.', .. var tail] => tail,
            _ => rest,
        };
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var index) ? index : -1;
    }

    private static IReadOnlyList<DataColumn> Labels(List<DataColumn> unused)
    {
        var column = unused.Find(column => column.Role == ColumnRole.Labels)
            ?? unused.Find(column => LabelNames.Contains(column.Name, StringComparer.OrdinalIgnoreCase));
        return column is null ? [] : [column];
    }

    /// <summary>The only column of pictures (or other arrays), or all columns of numbers that are left.</summary>
    private IReadOnlyList<DataColumn> Remaining(DataField field, List<DataColumn> unused)
    {
        var arrays = unused.FindAll(column => !column.IsScalar);
        if (arrays.Count > 0)
        {
            return arrays.Count == 1 ? arrays : arrays.FindAll(column => column.Role == ColumnRole.Images) is [var images] ? [images] : [];
        }

        var numbers = unused.FindAll(column => column.Role == ColumnRole.Values);
        var expected = Shapes.Elements(field.Shape);
        if (numbers.Count == expected)
        {
            return numbers;
        }

        // A table with labels, and a model that does not read them.
        var unlabelled = numbers.FindAll(column => !LabelNames.Contains(column.Name, StringComparer.OrdinalIgnoreCase));
        if (unlabelled.Count == expected)
        {
            return unlabelled;
        }

        return numbers.Count == 0 || field.Optional
            ? []
            : throw new DataException(string.Create(CultureInfo.InvariantCulture, $"The variable '{field.Name}' is {Shapes.Show(field.Shape)}, {expected} numbers; the data '{dataName}' has {numbers.Count} columns of numbers left for it: {List(numbers.ConvertAll(column => column.Name))}. {WouldFit(field)}"));
    }

    private string Columns()
    {
        var numbers = columns.Count == 0 ? "no column of numbers" : "the columns " + List([.. columns.Select(column => column.IsScalar ? column.Name : $"{column.Name} {Shapes.Show(column.ExampleShape)}")]);
        return textColumns.Count == 0 ? numbers : $"{numbers} (and, as text, {List(textColumns)})";
    }

    private static string WouldFit(DataField field)
    {
        var elements = Shapes.Elements(field.Shape);
        return (field.Domain, elements) switch
        {
            (Domain.Class, 1) => $"A column '{field.Name}' or 'label' of whole numbers 0 … {(field.Classes - 1).ToString(CultureInfo.InvariantCulture)} would fit; or declare it optional: {Advice.Optional(field)}.",
            (_, 1) => $"A column '{field.Name}' of numbers would fit.",
            _ => string.Create(CultureInfo.InvariantCulture, $"Columns '{field.Name}0' … '{field.Name}{elements - 1}' or one column '{field.Name}' of {Shapes.Show(field.Shape)} would fit."),
        };
    }

    private static string List(IReadOnlyList<string> names) => names.Count <= 12
        ? string.Join(", ", names)
        : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", names.Take(8))}, … {names[^1]} ({names.Count} of them)");
}
