using System.Globalization;
using Hourglass.Checkpoints;

namespace Hourglass.Datasets;

/// <summary>
/// Finds the columns of every variable of a model: by name first, then by what they are. A variable whose name is a column's reads that one
/// or none. Touches no tensor.
/// </summary>
/// <param name="dataName">What the data is called.</param>
/// <param name="columns">Those that can be read.</param>
/// <param name="texts">Columns of text, which classes can read.</param>
/// <param name="setAside">Those that cannot, and why.</param>
/// <param name="notes">What else may explain that a column is missing.</param>
internal sealed class ColumnMatcher(
    string dataName,
    IReadOnlyList<DataColumn> columns,
    IReadOnlyList<DataColumn> texts,
    IReadOnlyList<SetAsideColumn> setAside,
    IReadOnlyList<string> notes)
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
            Add(matches, label, Labels(label, Unused(matches)));
        }

        if (fields.FirstOrDefault(field => field.Domain != Domain.Class) is { } first && !matches.ContainsKey(first.Name))
        {
            Add(matches, first, Remaining(first, Unused(matches)));
        }

        // Pictures in pairs: where one variable and one column of pictures are left, they belong together.
        DataField[] left = [.. fields.Where(field => !field.Optional && !matches.ContainsKey(field.Name))];
        if (left is [{ Domain: not Domain.Class } last] && Unused(matches) is [{ Role: ColumnRole.Targets } pictures])
        {
            Add(matches, last, [pictures]);
        }

        foreach (var field in fields.Where(field => !field.Optional && !matches.ContainsKey(field.Name)))
        {
            throw new DataException(
                $"The variable '{field.Name}' finds no column in the data '{dataName}', "
                + $"which has {Columns()}.{string.Concat(notes.Select(note => $" {note}."))} {WouldFit(field)}");
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
        if (columns.FirstOrDefault(column => column.Name == field.Name) is { } exact)
        {
            return [exact];
        }

        if (field.Domain == Domain.Class
            && texts.FirstOrDefault(column => column.Name.Equals(field.Name, StringComparison.OrdinalIgnoreCase)) is { } text)
        {
            return [Fitting(field, text)];
        }

        if (setAside.FirstOrDefault(column => column.Name == field.Name) is { } aside)
        {
            throw Unreadable(field, aside);
        }

        var named = columns.Where(column => column.Name.Equals(field.Name, StringComparison.OrdinalIgnoreCase)).ToList();
        return named switch
        {
            [var one] => [one],
            [] when setAside.FirstOrDefault(column => column.Name.Equals(field.Name, StringComparison.OrdinalIgnoreCase)) is { } other =>
                throw Unreadable(field, other),
            [] => Numbered(field),
            _ => throw Ambiguous(field, named),
        };
    }

    /// <summary>A column of text for a class that has as many values, or more.</summary>
    private DataColumn Fitting(DataField field, DataColumn text)
    {
        const int Shown = 8;
        if (text.Texts.Count <= field.Classes && field.Shape.Count == 0)
        {
            return text;
        }

        var shown = string.Join(", ", text.Texts.Take(Shown).Select(value => $"'{TensorText.Shown(value)}'"))
            + (text.Texts.Count > Shown ? ", …" : "");
        throw new DataException(string.Create(
            CultureInfo.InvariantCulture,
            $"The variable '{field.Name}' is class({field.Classes}){(field.Shape.Count == 0 ? "" : Shapes.Show(field.Shape))}; the column "
                + $"'{TensorText.Shown(text.Name)}' of the data '{dataName}' has {text.Texts.Count} different texts: {shown}. "
                + $"Declare class({text.Texts.Count}), one for each example, or read another column."));
    }

    private DataException Unreadable(DataField field, SetAsideColumn column) => new(
        $"The variable '{field.Name}' reads the column '{TensorText.Shown(column.Name)}' of the data '{dataName}' by its name, "
        + $"but that is set aside ({column.Reason}); no other column is taken for it. Mend the column, or rename it or the variable.");

    private DataException Ambiguous(DataField field, IReadOnlyList<DataColumn> found) => new(
        $"The variable '{field.Name}' could read any of the columns {BindingLines.Names([.. found.Select(column => column.Name)])} of the "
        + $"data '{dataName}'. Give the variable the name of one of them, letter by letter.");

    /// <summary>
    /// <c>x0 … x783</c>, <c>x_0 …</c>, <c>x.0 …</c> or <c>x[0] …</c>, in the order of their numbers, counted from 0 or 1 without a gap.
    /// </summary>
    private IReadOnlyList<DataColumn> Numbered(DataField field)
    {
        var numbered = columns
            .Where(column => column.IsScalar)
            .Select(column => (Column: column, Index: IndexOf(column.Name, field.Name)))
            .Where(pair => pair.Index >= 0)
            .OrderBy(pair => pair.Index)
            .ToList();
        if (setAside.FirstOrDefault(column => IndexOf(column.Name, field.Name) >= 0) is { } aside
            && (numbered.Count > 0 || Shapes.Elements(field.Shape) > 1))
        {
            throw Unreadable(field, aside);
        }

        if (numbered.Count == 0)
        {
            return [];
        }

        var from = numbered[0].Index;
        var expected = Shapes.Elements(field.Shape);
        var gap = numbered.Where((pair, position) => pair.Index != from + position).Any();
        if (from > 1 || gap || numbered.Count != expected)
        {
            throw new DataException(string.Create(
                CultureInfo.InvariantCulture,
                $"The variable '{field.Name}' is {Shapes.Show(field.Shape)} and needs {expected} numbered columns, counted from 0 or 1 "
                    + $"without a gap; the data '{dataName}' has {numbered.Count}, from '{TensorText.Shown(numbered[0].Column.Name)}' to "
                    + $"'{TensorText.Shown(numbered[^1].Column.Name)}'{Aside()}."));
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

    private IReadOnlyList<DataColumn> Labels(DataField field, List<DataColumn> unused)
    {
        if (unused.Find(column => column.Role == ColumnRole.Labels) is { } labels)
        {
            return [labels];
        }

        var named = unused.Concat(texts.Where(column => !unused.Contains(column)))
            .Where(column => column.IsScalar && LabelNames.Contains(column.Name, StringComparer.OrdinalIgnoreCase))
            .ToList();
        return named.Count > 1 ? throw Ambiguous(field, named)
            : named is [{ Role: ColumnRole.Texts } text] ? [Fitting(field, text)] : named;
    }

    /// <summary>The only column of pictures (or other arrays), or all columns of numbers that are left.</summary>
    private IReadOnlyList<DataColumn> Remaining(DataField field, List<DataColumn> unused)
    {
        var arrays = unused.FindAll(column => !column.IsScalar);
        if (arrays.Count > 0)
        {
            return arrays.Count == 1
                ? arrays
                : arrays.FindAll(column => column.Role == ColumnRole.Images) is [var images] ? [images] : throw Ambiguous(field, arrays);
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
            : throw new DataException(string.Create(
                CultureInfo.InvariantCulture,
                $"The variable '{field.Name}' is {Shapes.Show(field.Shape)}, {expected} numbers; the data '{dataName}' has {numbers.Count} "
                    + $"columns of numbers left for it: {BindingLines.Names(numbers.ConvertAll(column => column.Name))}{Aside()}. "
                    + $"{WouldFit(field)}"));
    }

    private string Columns() => "the columns "
        + BindingLines.Names(
            [.. columns.Select(column => column.IsScalar ? column.Name : $"{column.Name} {Shapes.Show(column.ExampleShape)}")])
        + Aside();

    private string Aside() => setAside.Count == 0 ? "" : $"; set aside: {string.Join(", ", BindingLines.Reasons(setAside))}";

    private static string WouldFit(DataField field)
    {
        var elements = Shapes.Elements(field.Shape);
        return (field.Domain, elements) switch
        {
            (Domain.Class, 1) =>
                $"A column '{field.Name}' or 'label' of whole numbers 0 … {(field.Classes - 1).ToString(CultureInfo.InvariantCulture)} "
                + $"would fit; or declare it optional: {Advice.Optional(field)}.",
            (_, 1) => $"A column '{field.Name}' of numbers would fit.",
            _ => string.Create(
                CultureInfo.InvariantCulture,
                $"Columns '{field.Name}0' … '{field.Name}{elements - 1}' or one column '{field.Name}' of "
                    + $"{Shapes.Show(field.Shape)} would fit."),
        };
    }
}
