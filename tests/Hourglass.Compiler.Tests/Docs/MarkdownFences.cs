using System.Text.RegularExpressions;

namespace Hourglass.Compiler.Tests.Docs;

/// <summary>The fenced examples of a page.</summary>
internal static partial class MarkdownFences
{
    /// <summary>The examples of a language, with the line that each begins at.</summary>
    public static IEnumerable<(int Line, string Text)> Of(string page, string language) =>
        Fence().Matches(page.Replace("\r\n", "\n", StringComparison.Ordinal))
            .Where(match => match.Groups["language"].Value == language)
            .Select(match => (page.AsSpan(0, match.Index).Count('\n') + 2, match.Groups["text"].Value));

    [GeneratedRegex(
        "^```(?<language>[a-z]*)[^\n]*\n(?<text>.*?)^```",
        RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Fence();
}
