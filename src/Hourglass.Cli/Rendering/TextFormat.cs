using System.Globalization;
using Hourglass.Cli.Hosting;
using Hourglass.Cli.Sources;
using Hourglass.Compiler.Diagnostics;
using Spectre.Console;

namespace Hourglass.Cli.Rendering;

/// <summary>
/// Diagnostics for people:
/// <code>
/// error AE2004: the message
///   --> mnist.ae:5:32
///    |
///  3 |   data   x: unit[1, 28, 28]
///    |             --------------- what explains it
///  5 |   decode x ~ z -> dense(64) -> deconv(1, 3)
///    |                                ^^^^^^^^^^^^
///    = help: the remedy
/// </code>
/// </summary>
internal sealed class TextFormat : IDiagnosticFormat
{
    private static readonly Style Plain = Style.Plain;
    private static readonly Style Strong = new(decoration: Decoration.Bold);
    private static readonly Style Frame = new(Color.Blue);
    private static readonly Style Help = new(Color.Teal);

    /// <inheritdoc/>
    public void Write(IAnsiConsole console, IReadOnlyList<PlacedDiagnostic> diagnostics)
    {
        foreach (var placed in diagnostics)
        {
            Write(console, placed);
            ToolConsole.WriteLine(console);
        }
    }

    private static void Write(IAnsiConsole console, PlacedDiagnostic placed)
    {
        var (source, diagnostic) = placed;
        var lines = new SourceLines(source.Text);
        var fault = new Style(placed.IsError ? Color.Red : Color.Olive, decoration: Decoration.Bold);
        Mark[] marks =
        [
            .. Mark.Of(diagnostic.Span, lines, '^', null)
                .Concat(diagnostic.Related.SelectMany(related => Mark.Of(related.Span, lines, '-', related.Message)))
                .OrderBy(mark => mark.Line),
        ];
        var width = Number(marks[^1].Line).Length;
        var gutter = new string(' ', width + 2) + "|";

        var severity = placed.IsError ? "error" : "warning";
        Line(console, (severity + " " + diagnostic.Id, fault), (": " + diagnostic.Message, Strong));
        var at = diagnostic.Span.Start;
        Line(console, (new string(' ', width + 1) + "--> ", Frame), ($"{source.Path}:{Number(at.Line)}:{Number(at.Column)}", Plain));
        Line(console, (gutter, Frame));
        foreach (var line in marks.GroupBy(mark => mark.Line))
        {
            var shown = new MarkedLine(lines[line.Key], line.First().Start);
            Line(console, ($" {Number(line.Key).PadLeft(width)} | ", Frame), (shown.Text, Plain));
            foreach (var mark in line)
            {
                Line(
                    console,
                    (gutter + " ", Frame),
                    (shown.Under(mark) + (mark.Message is null ? "" : " " + mark.Message), mark.Sign == '^' ? fault : Frame));
            }
        }

        if (diagnostic.Help is { } help)
        {
            Line(console, (new string(' ', width + 2) + "= ", Frame), ("help: " + help, Help));
        }
    }

    private static string Number(int zeroBased) => (zeroBased + 1).ToString(CultureInfo.InvariantCulture);

    /// <summary>Empty lines keep no blanks at their end.</summary>
    private static void Line(IAnsiConsole console, params ReadOnlySpan<(string Text, Style Style)> parts)
    {
        if (!console.Profile.Capabilities.Ansi)
        {
            var text = "";
            foreach (var part in parts)
            {
                text += part.Text;
            }

            ToolConsole.WriteLine(console, text.TrimEnd());
            return;
        }

        var line = new Paragraph();
        foreach (var (text, style) in parts)
        {
            line.Append(text, style);
        }

        ToolConsole.WriteUnfolded(console, line);
        ToolConsole.WriteLine(console);
    }
}
