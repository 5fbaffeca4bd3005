using System.Text;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>Writes indented lines that end in <c>\n</c>, and maps statements back to the <c>.ae</c> text.</summary>
internal sealed class SourceWriter(string? linePath, CancellationToken cancellation = default)
{
    private readonly StringBuilder _text = new();
    private int _indent;
    private bool _mapped;

    /// <summary>Whether only the line that was written last is mapped.</summary>
    private bool _isDeclaration;

    /// <summary>A path that could end the directive early is not written at all.</summary>
    private readonly string? _linePath = linePath is null || linePath.IndexOfAny(['"', '\n', '\r', '\u0085', '\u2028', '\u2029']) >= 0
        ? null
        : linePath;

    /// <summary>The name of the <c>.ae</c> file; null where there is none to lead to.</summary>
    public string? FileName => _linePath?.Substring(_linePath.LastIndexOfAny(['/', '\\']) + 1);

    /// <summary>Stops the work where it is no longer wanted; every line asks.</summary>
    public CancellationToken Cancellation => cancellation;

    public void Line(string text = "")
    {
        cancellation.ThrowIfCancellationRequested();
        EndDeclaration();
        if (text.Length > 0)
        {
            _text.Append(' ', 4 * _indent).Append(text);
        }

        _text.Append('\n');
    }

    /// <summary>Lines that are written already, each ended by <c>\n</c>.</summary>
    public void Lines(string text)
    {
        EndDeclaration();
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

        // The end is the last character's own place.
        var (start, end) = (origin.Start, new LinePosition(origin.End.Line, Math.Max(0, origin.End.Column - 1)));
        if (end.Line == start.Line && end.Column < start.Column)
        {
            end = start;
        }

        _text.Append("#line (").Append(NumberText.Of(start.Line + 1)).Append(", ").Append(NumberText.Of(start.Column + 1)).Append(") - (")
            .Append(NumberText.Of(end.Line + 1))
            .Append(", ")
            .Append(NumberText.Of(end.Column + 1))
            .Append(skipped == 0 ? ") \"" : $") {NumberText.Of((4 * _indent) + skipped)} \"")
            .Append(_linePath)
            .Append("\"\n");
        (_mapped, _isDeclaration) = (true, false);
    }

    /// <summary>A line that declares something: editors go from its name to the place in the <c>.ae</c> text.</summary>
    /// <param name="origin">The place.</param>
    /// <param name="before">What stands before the name.</param>
    /// <param name="declared">The name and what stands behind it.</param>
    public void Declare(TextSpan origin, string before, string declared)
    {
        // Characters are counted along: a name that is longer than its place would reach beyond it, and stands for all of it instead.
        var name = declared.TakeWhile(c => char.IsLetterOrDigit(c) || c is '_' or '@').Count();
        var isShorter = origin.End.Line == origin.Start.Line && origin.End.Column - origin.Start.Column < name;
        Map(origin, before.Length + (isShorter ? name : 0));
        Line(before + declared);
        _isDeclaration = _mapped;
    }

    /// <summary>Ends the mapping: what follows is the emitted file's own.</summary>
    public void Unmap()
    {
        if (_mapped)
        {
            _text.Append("#line default\n");
            (_mapped, _isDeclaration) = (false, false);
        }
    }

    private void EndDeclaration()
    {
        if (_isDeclaration)
        {
            Unmap();
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
