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

    private static string Count(int count, string noun) => count switch
    {
        0 => "",
        1 => "1 " + noun,
        _ => count.ToString(CultureInfo.InvariantCulture) + " " + noun + "s",
    };
}
