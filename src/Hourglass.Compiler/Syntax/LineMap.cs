namespace Hourglass.Compiler.Syntax;

/// <summary>
/// Turns offsets of one text into lines and columns and back. LF, CRLF and a lone CR end a line, as they do for the C# compiler.
/// </summary>
public sealed class LineMap
{
    private readonly int[] _starts;

    /// <summary>Indexes the line starts of <paramref name="text"/>.</summary>
    public LineMap(string text)
    {
        var starts = new List<int> { 0 };
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
            {
                starts.Add(i + 1);
            }
        }

        _starts = [.. starts];
    }

    /// <summary>How many lines the text has: 1 more than it has ends of lines.</summary>
    public int Count => _starts.Length;

    /// <summary>The offset of a line's first character.</summary>
    public int StartOf(int line) => _starts[line];

    /// <summary>The position of the character at <paramref name="offset"/>.</summary>
    public LinePosition PositionOf(int offset)
    {
        var found = Array.BinarySearch(_starts, offset);
        var line = found >= 0 ? found : ~found - 1;
        return new LinePosition(line, offset - _starts[line]);
    }

    /// <summary>The range between two offsets.</summary>
    public TextSpan SpanOf(int start, int end) => new(PositionOf(start), PositionOf(end));

    /// <summary>The offset of a position.</summary>
    public int OffsetOf(LinePosition position) => _starts[position.Line] + position.Column;
}
