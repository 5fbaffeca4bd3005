using System.Text;

namespace Hourglass.Compiler.Syntax.Formatting;

/// <summary>Writes gaps: the comments of what stood there before, each on the line that it was on, and new white space.</summary>
/// <param name="newLine">How lines end.</param>
internal sealed class GapText(string newLine)
{
    private const char ByteOrderMark = '\uFEFF';
    private readonly StringBuilder _text = new();

    /// <summary>How the lines of a text end: as most of them do.</summary>
    public static string NewLineOf(string text)
    {
        var (alone, pairs, returns) = (0, 0, 0);
        for (var at = text.IndexOfAny(['\r', '\n']); at >= 0; at = text.IndexOfAny(['\r', '\n'], at + 1))
        {
            if (text[at] == '\n')
            {
                alone++;
            }
            else if (at + 1 < text.Length && text[at + 1] == '\n')
            {
                pairs++;
                at++;
            }
            else
            {
                returns++;
            }
        }

        return pairs > alone && pairs >= returns ? "\r\n" : returns > alone ? "\r" : "\n";
    }

    /// <summary>The new text of a gap.</summary>
    /// <param name="text">The whole text.</param>
    /// <param name="start">Where the gap begins.</param>
    /// <param name="end">Where the token begins.</param>
    /// <param name="gap">What becomes of it.</param>
    public string Of(string text, int start, int end, Gap gap)
    {
        if (gap.Kind == GapKind.Kept)
        {
            return text.Substring(start, end - start);
        }

        if (gap.Kind == GapKind.Indentation)
        {
            var line = text.LastIndexOfAny(['\r', '\n'], end - 1, end - start) + 1;
            return text.Substring(start, line - start) + new string(' ', gap.Indent);
        }

        _text.Clear();
        if (start == 0 && end > 0 && text[0] == ByteOrderMark)
        {
            _text.Append(ByteOrderMark);
        }

        var comments = CommentsIn(text, start, end, out var lines);
        if (comments.Count == 0 && gap.Kind == GapKind.Spaces)
        {
            return _text.Append(' ', gap.Spaces).ToString();
        }

        Write(text, (start, end), comments, lines, gap);
        return _text.ToString();
    }

    private void Write(string text, (int Start, int End) at, List<(int Start, int End, int Lines)> comments, int lines, Gap gap)
    {
        var isOwed = gap.Empty == EmptyLines.Wanted && lines < 2 && comments.TrueForAll(comment => comment.Lines < 2);
        var (isBegun, isFirst) = (at.Start > 0, gap.IsFirst);
        foreach (var comment in comments)
        {
            if (isBegun && comment.Lines == 0)
            {
                _text.Append(' ', Math.Max(1, comment.Start - SpacesBefore(text, comment.Start, at.Start)));
            }
            else
            {
                Line(comment.Lines, gap.Indent + gap.CommentIndent);
            }

            isBegun = true;
            _text.Append(text, comment.Start, comment.End - comment.Start);
        }

        if (at.End < text.Length)
        {
            Line(gap.IsLast ? 1 : lines, gap.Indent);
        }
        else if (isBegun)
        {
            _text.Append(newLine);
        }

        void Line(int before, int indent)
        {
            var isEmpty = isOwed || (before > 1 && !isFirst && gap.Empty != EmptyLines.None);
            _text.Append(isBegun ? newLine : "").Append(isBegun && isEmpty ? newLine : "").Append(' ', indent);
            isOwed = isFirst = false;
        }
    }

    private static int SpacesBefore(string text, int end, int start)
    {
        while (end > start && text[end - 1] is ' ' or '\t')
        {
            end--;
        }

        return end;
    }

    /// <summary>The comments with the number of line ends before each; and that before the token.</summary>
    private static List<(int Start, int End, int Lines)> CommentsIn(string text, int start, int end, out int lines)
    {
        var comments = new List<(int, int, int)>();
        lines = 0;
        for (var at = start; at < end; at++)
        {
            if (text[at] == '\n' || (text[at] == '\r' && (at + 1 == text.Length || text[at + 1] != '\n')))
            {
                lines++;
            }
            else if (text[at] == '/')
            {
                var close = text.IndexOfAny(['\r', '\n'], at, end - at);
                close = close < 0 ? end : close;
                var last = close;
                while (char.IsWhiteSpace(text[last - 1]))
                {
                    last--;
                }

                comments.Add((at, last, lines));
                lines = 0;
                at = close - 1;
            }
        }

        return comments;
    }
}
