using System.Globalization;
using Hourglass.Checkpoints;

namespace Hourglass.Datasets;

/// <summary>Which column feeds which element, in words: a line a variable, and those that were set aside.</summary>
internal static class BindingLines
{
    private const int MostNames = 12;
    private const int NamesOfMany = 8;
    private const int MostReasons = 12;

    /// <summary>All lines.</summary>
    /// <param name="notes">What else the user should know, a line each.</param>
    /// <param name="columns">The variables.</param>
    /// <param name="setAside">The other columns.</param>
    public static IReadOnlyList<string> Of(
        IReadOnlyList<string> notes,
        IReadOnlyList<ColumnBinding> columns,
        IReadOnlyList<SetAsideColumn> setAside) =>
        [.. notes, .. columns.Select(Line), .. Reasons(setAside).Select(reason => "set aside: " + reason)];

    /// <summary><c>x [3] &lt;- a, b, c</c>.</summary>
    public static string Line(ColumnBinding binding)
    {
        var shape = binding.Shape.Count == 0 ? "" : " " + Shapes.Show(binding.Shape);
        var source = binding.Columns.Count == 0 ? "nothing: missing in every example" : Names(binding.Columns);
        return $"{binding.Variable}{shape} <- {source}{(binding.Conversion.Length == 0 ? "" : ", " + binding.Conversion)}";
    }

    /// <summary><c>a, b (no variable reads them)</c>: columns with the same reason together.</summary>
    public static IReadOnlyList<string> Reasons(IReadOnlyList<SetAsideColumn> columns)
    {
        var groups = columns.GroupBy(column => column.Reason, StringComparer.Ordinal)
            .Select(group => $"{Names([.. group.Select(column => column.Name)])} ({group.Key})")
            .ToList();
        return groups.Count <= MostReasons
            ? groups
            : [.. groups.Take(MostReasons - 1), string.Create(CultureInfo.InvariantCulture, $"and so on, {columns.Count} columns in all")];
    }

    /// <summary>All names, or the first ones, the last one and how many there are.</summary>
    public static string Names(IReadOnlyList<string> names)
    {
        var shown = names.Select(TensorText.Shown);
        return names.Count <= MostNames
            ? string.Join(", ", shown)
            : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", shown.Take(NamesOfMany))}, … "
                + $"{TensorText.Shown(names[^1])} ({names.Count} of them)");
    }
}
