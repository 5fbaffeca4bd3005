using System.Text;
using Hourglass.Compiler.Syntax.Formatting;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Syntax;

/// <summary>
/// Puts white space in order: one style for every file, in which <see cref="AePrinter"/> prints trees. No token is changed, and none but a
/// <c>;</c> between statements, or a comma between settings, is left out; comments stay before the tokens that they stand before, and an
/// empty line stays where there are any. A statement that does not parse stays as it is, to the last character.
/// </summary>
public static class AeFormatter
{
    /// <summary>The text in order; the text itself where it is already.</summary>
    /// <exception cref="OperationCanceledException">The work is no longer wanted.</exception>
    public static string Format(string text, CancellationToken cancellation = default) =>
        Format(text, AeParser.ParseFile(text, cancellation), cancellation);

    /// <summary>The same of a text that has been parsed.</summary>
    /// <exception cref="OperationCanceledException">The work is no longer wanted.</exception>
    public static string Format(string text, ParseResult<SourceFile> parsed, CancellationToken cancellation = default)
    {
        var source = new FormatSource(text, cancellation);
        var plan = FileLayout.Of(source, parsed, cancellation);
        var gaps = new GapText(GapText.NewLineOf(text));
        var result = new StringBuilder(text.Length + (text.Length / 8));
        for (var at = 0; at <= source.End; at++)
        {
            if (!source.IsDropped(at))
            {
                result.Append(gaps.Of(text, source.StartOf(at), source[at].Start, plan[at])).Append(source[at].Text);
            }
        }

        return result.Length == text.Length && result.ToString() is var formatted && formatted == text ? text : result.ToString();
    }

    /// <summary>The text with the statements in order that a range has a part of, or, where it is empty, that touch its place.</summary>
    /// <exception cref="OperationCanceledException">The work is no longer wanted.</exception>
    public static string Format(string text, TextSpan range, CancellationToken cancellation = default) =>
        TextEdits.Apply(text, Edits(text, AeParser.ParseFile(text, cancellation), range, cancellation));

    /// <summary>What formatting changes, as small as can be and in order, so that an editor leaves everything else where it is.</summary>
    /// <param name="text">The text.</param>
    /// <param name="parsed">Its tree.</param>
    /// <param name="range">Where statements are to be formatted; null for everywhere.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="OperationCanceledException">The work is no longer wanted.</exception>
    public static IReadOnlyList<TextEdit> Edits(
        string text, ParseResult<SourceFile> parsed, TextSpan? range = null, CancellationToken cancellation = default)
    {
        var source = new FormatSource(text, cancellation);
        return GapEdits.Of(FileLayout.Of(source, parsed, cancellation), range);
    }
}
