using Hourglass.Compiler.Syntax;

namespace Hourglass.Cli.Rendering;

/// <summary>The lines of a text, ended as the compiler counts them (LF, CRLF or a lone CR).</summary>
internal sealed class SourceLines(string text)
{
    private readonly LineMap _map = new(text);

    /// <summary>A line without its end; empty where there is none.</summary>
    public string this[int line]
    {
        get
        {
            if (_map.PositionOf(text.Length).Line < line)
            {
                return "";
            }

            var start = _map.OffsetOf(new LinePosition(line, 0));
            var end = text.AsSpan(start).IndexOfAny('\r', '\n');
            return end < 0 ? text[start..] : text.Substring(start, end);
        }
    }
}
