using Hourglass.Compiler.Syntax;

namespace Hourglass.Editor.Documents;

/// <summary>A text with its lines.</summary>
internal sealed class TextDocument(string text, int? version)
{
    private readonly LineMap _lines = new(text);

    /// <summary>The whole text.</summary>
    public string Text => text;

    /// <summary>The version that the editor gave it; null where it gave none.</summary>
    public int? Version => version;

    /// <summary>How many lines there are.</summary>
    public int LineCount => _lines.Count;

    /// <summary>The whole text's place.</summary>
    public TextSpan Whole => new(default, _lines.PositionOf(text.Length));

    /// <summary>A line without its end.</summary>
    public string LineAt(int line)
    {
        var start = _lines.StartOf(line);
        return text[start..EndOf(line)];
    }

    /// <summary>The offset of a place, or of the nearest one that the text has.</summary>
    public int OffsetOf(LinePosition place)
    {
        if (place.Line < 0)
        {
            return 0;
        }

        if (place.Line >= _lines.Count)
        {
            return text.Length;
        }

        var (start, end) = (_lines.StartOf(place.Line), EndOf(place.Line));
        return place.Column <= 0 ? start : place.Column >= end - start ? end : start + place.Column;
    }

    /// <summary>The nearest place that the text has.</summary>
    public LinePosition Nearest(LinePosition place) => _lines.PositionOf(OffsetOf(place));

    /// <summary>The place of an offset.</summary>
    public LinePosition PositionOf(int offset) => _lines.PositionOf(offset);

    /// <summary>The place between two offsets.</summary>
    public TextSpan SpanOf(int start, int end) => _lines.SpanOf(start, end);

    /// <summary>A piece of the text.</summary>
    public string Slice(TextSpan span) => text[OffsetOf(span.Start)..Math.Max(OffsetOf(span.Start), OffsetOf(span.End))];

    /// <summary>The document after some changes, one after the other.</summary>
    public TextDocument After(IEnumerable<TextChange> changes, int? next)
    {
        var document = this;
        foreach (var change in changes)
        {
            document = new TextDocument(change.Span is { } span ? document.With(span, change.Text) : change.Text, next);
        }

        return ReferenceEquals(document, this) ? new TextDocument(text, next) : document;
    }

    /// <summary>The text with a piece that another takes the place of.</summary>
    public string With(TextSpan span, string replacement)
    {
        var (start, end) = (OffsetOf(span.Start), OffsetOf(span.End));
        (start, end) = (Math.Min(start, end), Math.Max(start, end));
        return string.Concat(text.AsSpan(0, start), replacement, text.AsSpan(end));
    }

    private int EndOf(int line)
    {
        if (line + 1 >= _lines.Count)
        {
            return text.Length;
        }

        var end = _lines.StartOf(line + 1) - 1;
        return text[end] == '\n' && end > _lines.StartOf(line) && text[end - 1] == '\r' ? end - 1 : end;
    }
}
