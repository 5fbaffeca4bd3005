namespace Hourglass.Compiler.Syntax.Formatting;

/// <summary>The edits of a plan.</summary>
internal static class GapEdits
{
    /// <summary>The smallest edits of the gaps that change, or of those of the pieces that a range has a part of.</summary>
    public static IReadOnlyList<TextEdit> Of(FormatPlan plan, TextSpan? range)
    {
        var source = plan.Source;
        var edits = new List<TextEdit>();
        var lines = new LineMap(source.Text);
        var gaps = new GapText(GapText.NewLineOf(source.Text));
        if (range is null)
        {
            for (var at = 0; at <= source.End; at++)
            {
                Add(at, isWhole: true);
            }

            return edits;
        }

        foreach (var (first, end) in plan.Units.Where(unit => Overlap(source.Tokens.SpanOf(unit.First, unit.End), range.Value)))
        {
            Add(first, isWhole: false);
            for (var at = first + 1; at < end; at++)
            {
                Add(at, isWhole: true);
            }
        }

        return edits;

        void Add(int at, bool isWhole)
        {
            if (source.IsDropped(at))
            {
                return;
            }

            var (start, end) = (source.StartOf(at), source[at].Start);
            var text = gaps.Of(source.Text, start, end, plan[at]);
            var shared = isWhole ? 0 : LineOf(source.Text, start, end);
            if (shared > 0)
            {
                // What stands on the line before belongs to that.
                (start, text) = (start + shared, text.Substring(LineOf(text, 0, text.Length)));
            }

            if (Smallest(source.Text, start, end, text) is var (from, to, put) && (to > from || put.Length > 0))
            {
                edits.Add(new TextEdit(lines.SpanOf(from, to), put));
            }
        }
    }

    /// <summary>Pieces that have a character in common; where one is empty, that touch.</summary>
    private static bool Overlap(TextSpan piece, TextSpan range) => range.Start == range.End || piece.Start == piece.End
        ? piece.Start.CompareTo(range.End) <= 0 && piece.End.CompareTo(range.Start) >= 0
        : piece.Start.CompareTo(range.End) < 0 && piece.End.CompareTo(range.Start) > 0;

    /// <summary>Characters of a gap up to the end of its first line, that included; 0 where it has none.</summary>
    private static int LineOf(string text, int start, int end)
    {
        var line = text.IndexOfAny(['\r', '\n'], start, end - start);
        return line < 0 ? 0 : line + (text[line] == '\r' && line + 1 < end && text[line + 1] == '\n' ? 2 : 1) - start;
    }

    /// <summary>An edit without what it would leave as it is; it never parts the two characters that end a line.</summary>
    private static (int From, int To, string Put) Smallest(string text, int start, int end, string put)
    {
        var (from, to) = (0, 0);
        while (from < put.Length && start + from < end && text[start + from] == put[from])
        {
            from++;
        }

        while (to < put.Length - from && end - to > start + from && text[end - to - 1] == put[put.Length - to - 1])
        {
            to++;
        }

        if (from > 0 && text[start + from - 1] == '\r')
        {
            from--;
        }

        if (to > 0 && text[end - to] == '\n')
        {
            to--;
        }

        return (start + from, end - to, put.Substring(from, put.Length - from - to));
    }
}
