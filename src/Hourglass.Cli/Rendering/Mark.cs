using Hourglass.Compiler.Syntax;

namespace Hourglass.Cli.Rendering;

/// <summary>A part of one line that a diagnostic points at.</summary>
/// <param name="Line">The zero-based line.</param>
/// <param name="Start">The first column, in UTF-16 code units.</param>
/// <param name="End">The column behind the last; equal to <paramref name="Start"/> for a place between two characters.</param>
/// <param name="Sign"><c>^</c> for the piece at fault, <c>-</c> for what explains it.</param>
/// <param name="Message">What to say beside it, or null.</param>
internal sealed record Mark(int Line, int Start, int End, char Sign, string? Message)
{
    /// <summary>A range as marks: whole on one line, otherwise its first and its last line.</summary>
    public static IEnumerable<Mark> Of(TextSpan span, SourceLines lines, char sign, string? message)
    {
        if (span.Start.Line == span.End.Line)
        {
            yield return new Mark(span.Start.Line, span.Start.Column, span.End.Column, sign, message);
            yield break;
        }

        var last = span.End;

        // A range that ends before a line's first character ends with the line above.
        while (last.Line > span.Start.Line && string.IsNullOrWhiteSpace(lines[last.Line][..last.Column]))
        {
            last = new LinePosition(last.Line - 1, lines[last.Line - 1].Length);
        }

        if (last.Line == span.Start.Line)
        {
            yield return new Mark(last.Line, span.Start.Column, Math.Max(last.Column, span.Start.Column), sign, message);
            yield break;
        }

        yield return new Mark(span.Start.Line, span.Start.Column, lines[span.Start.Line].TrimEnd().Length, sign, null);
        var text = lines[last.Line];
        yield return new Mark(last.Line, text.Length - text.TrimStart().Length, last.Column, sign, message);
    }
}
