namespace Hourglass.Editor.Documents;

/// <summary>What a token is by its characters alone.</summary>
internal enum ScannedKind
{
    /// <summary>A word.</summary>
    Word,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A text in quotes, closed or not.</summary>
    Text,

    /// <summary>A comment up to the end of its line.</summary>
    Comment,

    /// <summary>The arrow, or another sign.</summary>
    Sign,
}

/// <summary>A token or a comment of a text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Offset of its first character.</param>
/// <param name="End">Offset behind its last one.</param>
internal readonly record struct ScannedToken(ScannedKind Kind, int Start, int End)
{
    /// <summary>Cuts a piece of a text into tokens, comments among them; what no token contains is left out.</summary>
    public static IEnumerable<ScannedToken> Scan(string text, int from, int to)
    {
        for (var at = from; at < to;)
        {
            var c = text[at];
            if (char.IsWhiteSpace(c))
            {
                at++;
                continue;
            }

            var kind = KindAt(text, at, to);
            var end = kind switch
            {
                ScannedKind.Word => While(text, at, to, IsWordPart),
                ScannedKind.Number => EndOfNumber(text, at, to),
                ScannedKind.Text => EndOfText(text, at, to),
                ScannedKind.Comment => While(text, at, to, other => other is not ('\n' or '\r')),
                _ => at + (c == '-' && at + 1 < to && text[at + 1] == '>' ? 2 : 1),
            };
            yield return new ScannedToken(kind, at, end);
            at = end;
        }
    }

    /// <summary>Whether a character may stand inside a word.</summary>
    public static bool IsWordPart(char c) => c is '_' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9');

    private static ScannedKind KindAt(string text, int at, int to)
    {
        var (c, next) = (text[at], at + 1 < to ? text[at + 1] : '\0');
        return c is >= '0' and <= '9' || (c == '.' && next is >= '0' and <= '9') ? ScannedKind.Number
            : IsWordPart(c) ? ScannedKind.Word
            : c == '"' ? ScannedKind.Text
            : c == '#' || (c == '/' && next == '/') ? ScannedKind.Comment
            : ScannedKind.Sign;
    }

    private static int EndOfNumber(string text, int at, int to)
    {
        var end = While(text, at, to, c => c is '.' or (>= '0' and <= '9'));
        if (end < to && text[end] is 'e' or 'E')
        {
            var sign = end + 1 < to && text[end + 1] is '+' or '-' ? 1 : 0;
            var digits = While(text, Math.Min(to, end + 1 + sign), to, c => c is >= '0' and <= '9');
            end = digits > end + 1 + sign ? digits : end;
        }

        return end;
    }

    private static int EndOfText(string text, int at, int to)
    {
        var end = While(text, at + 1, to, c => c is not ('"' or '\n' or '\r'));
        return end < to && text[end] == '"' ? end + 1 : end;
    }

    private static int While(string text, int at, int to, Func<char, bool> holds)
    {
        while (at < to && holds(text[at]))
        {
            at++;
        }

        return at;
    }
}
