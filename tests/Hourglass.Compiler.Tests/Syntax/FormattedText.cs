using System.Text.RegularExpressions;
using Hourglass.Compiler.Syntax;

namespace Hourglass.Compiler.Tests.Syntax;

/// <summary>What a formatted text has in common with the text that it comes from.</summary>
internal static partial class FormattedText
{
    /// <summary>Formats a text, and holds what must be so whatever the text is.</summary>
    public static string Of(string text)
    {
        var parsed = AeParser.ParseFile(text);
        var formatted = AeFormatter.Format(text);
        Assert.Equal(formatted, AeFormatter.Format(formatted));
        Assert.Equal(formatted, TextEdits.Apply(text, AeFormatter.Edits(text, parsed)));
        Assert.Equal(Pieces(text), Pieces(formatted));
        var again = AeParser.ParseFile(formatted);
        Assert.Equal(
            parsed.Diagnostics.Select(error => (error.Id, error.Message)),
            again.Diagnostics.Select(error => (error.Id, error.Message)));
        if (parsed.Diagnostics.Count == 0)
        {
            Assert.Equal(TreeDump.Dump(parsed.Tree), TreeDump.Dump(again.Tree));
            Assert.True(formatted is "" or "\uFEFF" || formatted[^1] is '\n' or '\r');
            Assert.DoesNotMatch(@"[ \t]+[\r\n]", formatted);
        }

        return formatted;
    }

    /// <summary>
    /// The tokens and comments in order, without the signs that may be left out; of a comment, whether it stands on the line of what is
    /// before it. Written for itself: the lexer knows no comments.
    /// </summary>
    public static List<string> Pieces(string text)
    {
        var pieces = new List<string>();
        var last = 0;
        foreach (Match match in Piece().Matches(text))
        {
            if (match.Value is not (";" or ","))
            {
                var isComment = match.Value.StartsWith("//", StringComparison.Ordinal);
                var isBehind = isComment && last > 0 && text.AsSpan(last, match.Index - last).IndexOfAny('\r', '\n') < 0;
                pieces.Add((isBehind ? "behind: " : "") + match.Value.TrimEnd());
            }

            last = match.Value == ";" ? last : match.Index + match.Length;
        }

        return pieces;
    }

    [GeneratedRegex("""//[^\r\n]*|"[^"\r\n]*"|[\p{L}_][\p{L}\p{Nd}_]*|[0-9]+|[^\s\uFEFF]""")]
    private static partial Regex Piece();
}
