using Hourglass.Editor.Documents;

namespace Hourglass.Editor.Features;

/// <summary>Comments and texts in quotes, where no name stands.</summary>
internal static class Comments
{
    /// <summary>Whether a place lies inside a comment.</summary>
    public static bool Hold(TextDocument document, int offset) => KindAround(document, offset) == ScannedKind.Comment;

    /// <summary>The comment or the text in quotes that a place lies in; null elsewhere.</summary>
    public static ScannedKind? KindAround(TextDocument document, int offset)
    {
        var line = document.PositionOf(offset).Line;
        var (start, end) = (
            document.OffsetOf(new LinePosition(line, 0)), document.OffsetOf(new LinePosition(line, int.MaxValue)));
        foreach (var token in ScannedToken.Scan(document.Text, start, end))
        {
            var isOpen = token.Kind == ScannedKind.Comment
                || document.Text[token.End - 1] != '"' || token.End == token.Start + 1;
            if (token.Kind is ScannedKind.Comment or ScannedKind.Text
                && token.Start < offset
                && (offset < token.End || (isOpen && offset == token.End)))
            {
                return token.Kind;
            }
        }

        return null;
    }
}
