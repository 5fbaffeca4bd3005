using System.Globalization;
using Hourglass.Checkpoints;

namespace Hourglass.Datasets;

/// <summary>The columns that are asked for, by their names.</summary>
internal static class CsvChoice
{
    private const string Range = "..";

    /// <summary>Their places in the file, from 0, in the order that was asked for.</summary>
    /// <param name="path">The file.</param>
    /// <param name="names">All its columns.</param>
    /// <param name="wanted">Names, or <c>first..last</c>; null for all.</param>
    /// <exception cref="DataException">A name is not there, there twice, or asked for twice; or a column that is read has none.</exception>
    public static IReadOnlyList<int> Of(string path, IReadOnlyList<string> names, IReadOnlyList<string>? wanted)
    {
        if (wanted is null)
        {
            CheckNames(path, names);
            return [.. Enumerable.Range(0, names.Count)];
        }

        var chosen = new List<int>();
        foreach (var want in wanted)
        {
            chosen.AddRange(Places(path, names, want.Trim()));
        }

        return chosen.GroupBy(index => index).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new DataException($"The column '{names[twice.Key]}' of '{path}' is asked for {Times(twice.Count())}; name it once "
                + $"(--columns; in C#, CsvOptions.Columns).")
            : chosen;
    }

    /// <summary>A column's name or, where it has none, its place.</summary>
    public static string Show(IReadOnlyList<string> names, int index) =>
        names[index].Length > 0 ? names[index] : string.Create(CultureInfo.InvariantCulture, $"column {index + 1}, without a name");

    private static void CheckNames(string path, IReadOnlyList<string> names)
    {
        var nameless = names.Index().Where(pair => pair.Item.Length == 0).Select(pair => pair.Index + 1).ToList();
        if (nameless.Count > 0)
        {
            var places = string.Join(", ", nameless.Take(4).Select(place => place.ToString(CultureInfo.InvariantCulture)));
            var named = names.Where(name => name.Length > 0).ToList();
            throw new DataException(
                $"{path}(1): the header names no column {places}{(nameless.Count > 4 ? ", …" : "")}; every column needs a name."
                + (named.Count == 0 ? "" : $" To read only those that have one, give --columns {Ask(named)} (in C#, CsvOptions.Columns)."));
        }

        var twice = names.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            throw new DataException($"{path}(1): the column '{TensorText.Shown(twice.Key)}' is there {Times(twice.Count())}; every "
                + $"column needs a name of its own.");
        }
    }

    private static string Ask(IReadOnlyList<string> names)
    {
        var words = TensorText.Shown(names.Count <= 4 ? string.Join(',', names) : string.Join(',', names.Take(3)) + ",…");
        return words.All(c => char.IsLetterOrDigit(c) || c is ',' or '.' or '_' or '-' or '…') ? words : "'" + words + "'";
    }

    private static IEnumerable<int> Places(string path, IReadOnlyList<string> names, string want)
    {
        if (!names.Contains(want, StringComparer.Ordinal) && want.Split(Range) is [{ Length: > 0 } first, { Length: > 0 } last])
        {
            var (from, to) = (Place(path, names, first), Place(path, names, last));
            return from <= to
                ? Enumerable.Range(from, to - from + 1)
                : throw new DataException($"The columns {want} of '{path}': '{last}' comes before '{first}' there; name them the other "
                    + $"way round (--columns; in C#, CsvOptions.Columns).");
        }

        return [Place(path, names, want)];
    }

    private static int Place(string path, IReadOnlyList<string> names, string want)
    {
        var places = names.Index().Where(pair => pair.Item == want).Select(pair => pair.Index).ToList();
        return places switch
        {
            [var one] => one,
            [] => throw new DataException($"The file '{path}' has no column '{want}' (--columns; in C#, CsvOptions.Columns); it has "
                + $"{BindingLines.Names([.. names.Select((_, i) => Show(names, i))])}."),
            _ => throw new DataException($"{path}(1): the column '{want}' is there {Times(places.Count)}; every column that is read "
                + $"needs a name of its own."),
        };
    }

    private static string Times(int count) => count.ToString(CultureInfo.InvariantCulture) + " times";
}
