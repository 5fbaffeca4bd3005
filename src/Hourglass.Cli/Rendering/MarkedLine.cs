using Spectre.Console;

namespace Hourglass.Cli.Rendering;

/// <summary>A source line with the marks under it, cut to what fits beside them.</summary>
internal sealed class MarkedLine
{
    private const int Tab = 4;

    /// <summary>The most cells of source that are shown; a longer line is cut around its first mark.</summary>
    private const int MaxWidth = 140;

    private const string Cut = "…";

    private readonly string _text;
    private readonly int[] _cells;
    private readonly int _first;
    private readonly int _last;

    /// <summary>Measures a line.</summary>
    /// <param name="text">The line without its end.</param>
    /// <param name="focus">The column that must be seen.</param>
    public MarkedLine(string text, int focus)
    {
        _text = text;
        _cells = Measure(text);
        (_first, _last) = Window(Math.Clamp(focus, 0, text.Length));
    }

    /// <summary>The line as it is shown: tabs as spaces, control characters as question marks.</summary>
    public string Text
    {
        get
        {
            var shown = string.Concat(Enumerable.Range(_first, _last - _first).Select(Show)).TrimEnd();
            return (_first > 0 ? Cut : "") + shown + (_last < _text.Length ? Cut : "");
        }
    }

    /// <summary>The signs under the line.</summary>
    public string Under(Mark mark)
    {
        var start = CellOf(mark.Start);
        return new string(' ', start) + new string(mark.Sign, Math.Max(1, CellOf(mark.End) - start));
    }

    /// <summary>The cell at which each column begins, and the one behind the last.</summary>
    private static int[] Measure(string text)
    {
        var cells = new int[text.Length + 1];
        for (var i = 0; i < text.Length; i++)
        {
            cells[i + 1] = cells[i] + Width(text, i, cells[i]);
        }

        return cells;
    }

    private static int Width(string text, int index, int cell) => text[index] switch
    {
        '\t' => Tab - (cell % Tab),
        var c when char.IsControl(c) => 1,
        var c when char.IsHighSurrogate(c) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]) =>
            text.Substring(index, 2).GetCellWidth(),
        var c when char.IsLowSurrogate(c) && index > 0 && char.IsHighSurrogate(text[index - 1]) => 0,
        var c => Math.Max(0, c.ToString().GetCellWidth()),
    };

    private string Show(int index) => _text[index] switch
    {
        '\t' => new string(' ', _cells[index + 1] - _cells[index]),
        var c when char.IsControl(c) => "?",
        var c => c.ToString(),
    };

    private (int First, int Last) Window(int focus)
    {
        if (_cells[^1] <= MaxWidth)
        {
            return (0, _text.Length);
        }

        var from = Math.Max(0, Math.Min(_cells[focus] - (MaxWidth / 3), _cells[^1] - MaxWidth));
        var first = Array.FindIndex(_cells, cell => cell >= from);
        var last = Array.FindLastIndex(_cells, cell => cell <= from + MaxWidth);
        return (Whole(first), Whole(last));
    }

    /// <summary>Never between the halves of a surrogate pair.</summary>
    private int Whole(int index) => index > 0 && index < _text.Length && char.IsLowSurrogate(_text[index]) ? index - 1 : index;

    private int CellOf(int column)
    {
        var inside = Math.Clamp(column, _first, _last);
        return _cells[inside] - _cells[_first] + (_first > 0 ? Cut.Length : 0);
    }
}
