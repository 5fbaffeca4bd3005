using System.Text;

namespace Hourglass.Compiler.Syntax;

/// <summary>Edits of a text.</summary>
public static class TextEdits
{
    /// <summary>The text after edits that do not touch one another; of two at one place the first comes first.</summary>
    public static string Apply(string text, IEnumerable<TextEdit> edits)
    {
        var lines = new LineMap(text);
        var result = new StringBuilder();
        var at = 0;
        foreach (var edit in edits.OrderBy(edit => edit.Span.Start))
        {
            var start = lines.OffsetOf(edit.Span.Start);
            result.Append(text, at, start - at).Append(edit.Text);
            at = lines.OffsetOf(edit.Span.End);
        }

        return result.Append(text, at, text.Length - at).ToString();
    }
}
