using System.Text;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>Writes indented lines that end in <c>\n</c>, and maps statements back to the <c>.ae</c> text.</summary>
internal sealed class SourceWriter(string? linePath, CancellationToken cancellation = default)
{
    private readonly StringBuilder _text = new();
    private int _indent;
    private bool _mapped;

    /// <summary>A path that could end the directive early is not written at all.</summary>
    private readonly string? _linePath = linePath is null || linePath.IndexOfAny(['"', '\n', '\r', '\u0085', '\u2028', '\u2029']) >= 0
        ? null
        : linePath;

    /// <summary>Stops the work where it is no longer wanted; every line asks.</summary>
    public CancellationToken Cancellation => cancellation;

    public void Line(string text = "")
    {
        cancellation.ThrowIfCancellationRequested();
        if (text.Length > 0)
        {
            _text.Append(' ', 4 * _indent).Append(text);
        }

        _text.Append('\n');
    }

    /// <summary>Lines that are written already, each ended by <c>\n</c>.</summary>
    public void Lines(string text)
    {
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start);
            cancellation.ThrowIfCancellationRequested();
            if (end > start)
            {
                _text.Append(' ', 4 * _indent).Append(text, start, end - start);
            }

            _text.Append('\n');
            start = end + 1;
        }
    }

    public void Open(string? header = null)
    {
        if (header is not null)
        {
            Line(header);
        }

        Line("{");
        _indent++;
    }

    public void Close(string suffix = "")
    {
        Unmap();
        _indent--;
        Line("}" + suffix);
    }

    /// <summary>Indents what follows: a list of arguments.</summary>
    public void Indent(string header)
    {
        Line(header);
        _indent++;
    }

    /// <summary>Ends <see cref="Indent"/>.</summary>
    public void Outdent() => _indent--;

    /// <summary>Maps the next line to a place in the <c>.ae</c> text.</summary>
    /// <param name="origin">The place.</param>
    /// <param name="skipped">How many characters of the line stand before what comes from there.</param>
    public void Map(TextSpan origin, int skipped = 0)
    {
        if (_linePath is null || origin == default)
        {
            Unmap();
            return;
        }

        var (start, end) = (origin.Start, origin.End);
        if (end.Line == start.Line && end.Column <= start.Column)
        {
            end = new LinePosition(start.Line, start.Column + 1);
        }

        _text.Append("#line (").Append(NumberText.Of(start.Line + 1)).Append(", ").Append(NumberText.Of(start.Column + 1)).Append(") - (")
            .Append(NumberText.Of(end.Line + 1))
            .Append(", ")
            .Append(NumberText.Of(end.Column + 1))
            .Append(skipped == 0 ? ") \"" : $") {NumberText.Of((4 * _indent) + skipped)} \"")
            .Append(_linePath)
            .Append("\"\n");
        _mapped = true;
    }

    /// <summary>Ends the mapping: what follows is the emitted file's own.</summary>
    public void Unmap()
    {
        if (_mapped)
        {
            _text.Append("#line default\n");
            _mapped = false;
        }
    }

    public void Doc(string tag, string text) => Doc(tag, "", text);

    public void Doc(string tag, string attributes, string text)
    {
        var lines = XmlText.Lines(text);
        if (lines.Count == 1)
        {
            Line($"/// <{tag}{attributes}>{lines[0]}</{tag}>");
            return;
        }

        Line($"/// <{tag}{attributes}>");
        foreach (var line in lines)
        {
            Line(line.Length == 0 ? "///" : $"/// {line}");
        }

        Line($"/// </{tag}>");
    }

    public override string ToString() => _text.ToString();
}
