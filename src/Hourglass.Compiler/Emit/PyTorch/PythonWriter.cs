using System.Text;

namespace Hourglass.Compiler.Emit.PyTorch;

/// <summary>Writes indented lines of Python that end in <c>\n</c>; long ones are broken inside of brackets.</summary>
/// <param name="cancellation">Stops the work where it is no longer wanted.</param>
internal sealed class PythonWriter(CancellationToken cancellation = default)
{
    private readonly StringBuilder _text = new();
    private int _indent;

    /// <summary>Stops the work where it is no longer wanted.</summary>
    public CancellationToken Cancellation => cancellation;

    /// <summary>A line.</summary>
    public void Line(string text = "")
    {
        cancellation.ThrowIfCancellationRequested();
        if (text.Length == 0)
        {
            _text.Append('\n');
            return;
        }

        foreach (var line in PythonLines.Broken(text, 4 * _indent))
        {
            _text.Append(' ', 4 * _indent).Append(line).Append('\n');
        }
    }

    /// <summary>Where the next line begins.</summary>
    public int Length => _text.Length;

    /// <summary>A line at a place where one began.</summary>
    public void Insert(int place, string text) => _text.Insert(place, $"{new string(' ', 4 * _indent)}{text}\n");

    /// <summary>A line, with what it gives behind it.</summary>
    public void Line(string text, string comment)
    {
        var whole = $"{text}  # {comment}";
        if ((4 * _indent) + whole.Length <= PythonLines.Longest)
        {
            Line(whole);
            return;
        }

        Line($"# {comment}");
        Line(text);
    }

    /// <summary>A text of several lines as it is, indented.</summary>
    public void Lines(string text)
    {
        foreach (var line in text.Replace("\r", "").TrimEnd('\n').Split('\n'))
        {
            cancellation.ThrowIfCancellationRequested();
            _text.Append(line.Length == 0 ? "" : new string(' ', 4 * _indent) + line).Append('\n');
        }
    }

    /// <summary>A header, and what follows stands under it.</summary>
    public void Open(string header)
    {
        Line(header);
        _indent++;
    }

    /// <summary>Ends what <see cref="Open"/> began.</summary>
    public void Close() => _indent--;

    /// <summary>A docstring: a summary, and lines behind it.</summary>
    public void Doc(string summary, params IReadOnlyList<string> rest)
    {
        if (rest.Count == 0 && (4 * _indent) + summary.Length + 6 <= PythonLines.Longest)
        {
            Line($"\"\"\"{PythonText.Documented(summary)}\"\"\"");
            return;
        }

        var lines = Folded(summary).ToArray();
        Raw($"\"\"\"{lines[0]}");
        foreach (var line in lines.Skip(1))
        {
            Raw(line);
        }

        if (rest.Count > 0)
        {
            Line();
            foreach (var line in rest.SelectMany(Folded))
            {
                Raw(line);
            }
        }

        Raw("\"\"\"");
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    private void Raw(string line) => _text.Append(' ', line.Length == 0 ? 0 : 4 * _indent).Append(line).Append('\n');

    /// <summary>A text as lines that are not too long.</summary>
    private IEnumerable<string> Folded(string text)
    {
        var room = PythonLines.Longest - (4 * _indent) - 3;
        var lead = text.Length - text.TrimStart(' ').Length;
        var line = new StringBuilder().Append(' ', lead);
        foreach (var word in PythonText.Documented(text).Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > lead && line.Length + 1 + word.Length > room)
            {
                yield return line.ToString();
                line.Clear().Append(' ', lead);
            }

            line.Append(line.Length == lead ? "" : " ").Append(word);
        }

        yield return line.ToString();
    }
}
