using System.Globalization;
using Hourglass.Cli.Sources;

namespace Hourglass.Cli.Rendering;

/// <summary>How many errors and warnings there are, in a sentence.</summary>
internal static class Summary
{
    /// <summary>The sentence.</summary>
    public static string Of(int files, IReadOnlyList<PlacedDiagnostic> diagnostics)
    {
        var errors = diagnostics.Count(placed => placed.IsError);
        var warnings = diagnostics.Count - errors;
        string[] found = [.. new[] { Count(errors, "error"), Count(warnings, "warning") }.Where(text => text.Length > 0)];
        return $"{Count(files, "file")} checked: {(found.Length == 0 ? "no errors" : string.Join(", ", found))}";
    }

    /// <summary>How many files were formatted, or are to be.</summary>
    /// <param name="files">All of them.</param>
    /// <param name="changed">Those.</param>
    /// <param name="hasFailed">Whether something in them does not parse, or cannot be read.</param>
    /// <param name="isCheck">Whether nothing was to be changed.</param>
    public static string Of(int files, int changed, bool hasFailed, bool isCheck)
    {
        var all = files == 0 ? "no files" : Count(files, "file");
        return changed == 0 && !hasFailed
            ? $"{all} in order"
            : FormattableString.Invariant($"{all}, {changed} {(isCheck ? "not in order" : "formatted")}");
    }

    private static string Count(int count, string noun) => count switch
    {
        0 => "",
        1 => "1 " + noun,
        _ => count.ToString(CultureInfo.InvariantCulture) + " " + noun + "s",
    };
}
