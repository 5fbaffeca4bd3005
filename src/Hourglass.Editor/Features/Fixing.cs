using Hourglass.Editor.Analysis;

namespace Hourglass.Editor.Features;

/// <summary>What can be done about diagnostics.</summary>
internal static class Fixing
{
    /// <summary>The fixes of the diagnostics that a range touches.</summary>
    public static IReadOnlyList<CodeAction> Of(FileAnalysis file, TextSpan range) =>
    [
        .. file.Diagnostics
            .Where(diagnostic => diagnostic.Span.Start.CompareTo(range.End) <= 0 && range.Start.CompareTo(diagnostic.Span.End) <= 0)
            .SelectMany(diagnostic => diagnostic.Fixes.Select(fix => new CodeAction(
                char.ToUpperInvariant(fix.Title[0]) + fix.Title[1..], fix.Edits, diagnostic, diagnostic.Fixes.Count == 1))),
    ];
}
