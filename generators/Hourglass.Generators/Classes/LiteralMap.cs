using Hourglass.Compiler.Syntax;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Hourglass.Generators.Classes;

/// <summary>
/// Where each character of a string constant stands in the source: inside plain, verbatim and raw literals and their concatenation. What is
/// computed elsewhere (a constant's name, an interpolation) stands for all of its characters.
/// </summary>
internal static class LiteralMap
{
    /// <summary>One range for every character of <paramref name="value"/>, and an empty one behind the last.</summary>
    public static EquatableArray<SourcePlace> Of(SyntaxNode argument, string value)
    {
        var lines = argument.SyntaxTree.GetText().Lines;
        if (Characters(argument, value) is not { } ranges)
        {
            return Enumerable.Repeat(Place(argument.SpanStart, argument.Span.End), value.Length + 1).ToEquatable();
        }

        var end = ranges.Count > 0 ? ranges[ranges.Count - 1].End : argument.SpanStart + 1;
        return ranges.Select(range => Place(range.Start, range.End)).Append(Place(end, end)).ToEquatable();

        SourcePlace Place(int start, int end) => new(start, end, new TextSpan(Position(start), Position(end)));

        LinePosition Position(int offset)
        {
            var position = lines.GetLinePosition(offset);
            return new LinePosition(position.Line, position.Character);
        }
    }

    /// <summary>The range of every character, with its literal; null where a part of the constant stands elsewhere.</summary>
    public static IReadOnlyList<LiteralCharacter>? Characters(SyntaxNode argument, string value)
    {
        var ranges = new List<LiteralCharacter>(value.Length + 1);
        return TryAdd(argument, ranges) && ranges.Count == value.Length ? ranges : null;
    }

    /// <summary>What literals and their sums say, be it a part of a program or not; null where there is more than these.</summary>
    public static string? ValueOf(SyntaxNode node) => node switch
    {
        ParenthesizedExpressionSyntax inner => ValueOf(inner.Expression),
        BinaryExpressionSyntax sum when sum.IsKind(SyntaxKind.AddExpression) =>
            ValueOf(sum.Left) is { } left && ValueOf(sum.Right) is { } right ? left + right : null,
        LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.StringLiteralExpression) && !literal.ContainsDiagnostics =>
            literal.Token.ValueText,
        _ => null,
    };

    private static bool TryAdd(SyntaxNode node, List<LiteralCharacter> ranges) => node switch
    {
        ParenthesizedExpressionSyntax inner => TryAdd(inner.Expression, ranges),
        BinaryExpressionSyntax sum when sum.IsKind(SyntaxKind.AddExpression) => TryAdd(sum.Left, ranges) && TryAdd(sum.Right, ranges),
        LiteralExpressionSyntax literal when literal.IsKind(SyntaxKind.StringLiteralExpression) => TryAddToken(literal.Token, ranges),
        _ => false,
    };

    private static bool TryAddToken(SyntaxToken token, List<LiteralCharacter> ranges)
    {
        var before = ranges.Count;
        switch (token.Kind())
        {
            case SyntaxKind.SingleLineRawStringLiteralToken:
                AddPlain(token, Quotes(token.Text), token.Text.Length - Quotes(token.Text), ranges);
                break;
            case SyntaxKind.MultiLineRawStringLiteralToken:
                AddRawLines(token, ranges);
                break;
            case SyntaxKind.StringLiteralToken when token.Text.StartsWith("@", StringComparison.Ordinal):
                AddVerbatim(token, ranges);
                break;
            case SyntaxKind.StringLiteralToken:
                AddEscaped(token, ranges);
                break;
            default:
                return false;
        }

        return ranges.Count - before == token.ValueText.Length;
    }

    private static int Quotes(string text) => text.TakeWhile(c => c == '"').Count();

    private static void AddPlain(SyntaxToken token, int from, int to, List<LiteralCharacter> ranges)
    {
        for (var i = from; i < to; i++)
        {
            ranges.Add(new(token.SpanStart + i, token.SpanStart + i + 1, token));
        }
    }

    /// <summary>
    /// The lines between the quotes' lines, without the indentation of the closing quotes and without the last line break.
    /// </summary>
    private static void AddRawLines(SyntaxToken token, List<LiteralCharacter> ranges)
    {
        var text = token.Text;
        var lines = new LineMap(text);
        var last = lines.PositionOf(text.Length).Line;
        var indentation = lines.PositionOf(text.Length - Quotes(text)).Column;
        for (var line = 1; line < last; line++)
        {
            var start = lines.OffsetOf(new LinePosition(line, 0));
            var next = lines.OffsetOf(new LinePosition(line + 1, 0));
            var end = next;
            while (end > start && text[end - 1] is '\n' or '\r')
            {
                end--;
            }

            var to = line == last - 1 ? end : next;
            AddPlain(token, Math.Min(start + indentation, end), to, ranges);
        }
    }

    private static void AddVerbatim(SyntaxToken token, List<LiteralCharacter> ranges)
    {
        var text = token.Text;
        for (var i = 2; i < text.Length - 1; i++)
        {
            var length = text[i] == '"' ? 2 : 1;
            ranges.Add(new(token.SpanStart + i, token.SpanStart + i + length, token));
            i += length - 1;
        }
    }

    private static void AddEscaped(SyntaxToken token, List<LiteralCharacter> ranges)
    {
        var text = token.Text;
        for (var i = 1; i < text.Length - 1;)
        {
            var length = text[i] == '\\' ? EscapeLength(text, i) : 1;
            var range = new LiteralCharacter(token.SpanStart + i, token.SpanStart + i + length, token);
            ranges.Add(range);
            if (text[i] == '\\' && text[i + 1] == 'U' && Convert.ToInt64(text.Substring(i + 2, 8), 16) > 0xFFFF)
            {
                ranges.Add(range);
            }

            i += length;
        }
    }

    private static int EscapeLength(string text, int at)
    {
        switch (text[at + 1])
        {
            case 'u':
                return 6;
            case 'U':
                return 10;
            case 'x':
                var digits = 0;
                while (digits < 4 && Uri.IsHexDigit(text[at + 2 + digits]))
                {
                    digits++;
                }

                return 2 + digits;
            default:
                return 2;
        }
    }
}

/// <summary>A character of a string constant where it is written.</summary>
/// <param name="Start">The offset of its first character in the file; an escape has several.</param>
/// <param name="End">The offset behind its last one.</param>
/// <param name="Literal">The literal that it is part of.</param>
internal readonly record struct LiteralCharacter(int Start, int End, SyntaxToken Literal);
