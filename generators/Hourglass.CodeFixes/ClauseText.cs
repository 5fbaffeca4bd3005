using System.Text;
using Hourglass.Generators.Classes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Hourglass.CodeFixes;

/// <summary>From a change of a clause to one of the literals that say it.</summary>
internal static class ClauseText
{
    /// <summary>The change of the C# text; null where the clause stands there no more, or cannot be written so.</summary>
    /// <param name="root">The C# file, perhaps another than the diagnostic was found in.</param>
    /// <param name="fix">The change of the clause.</param>
    /// <param name="near">
    /// Where the diagnostic stands: of several clauses that say the same, the one there is meant; a single one may have moved.
    /// </param>
    public static TextChange? Change(SyntaxNode root, ClauseFix fix, int near)
    {
        ExpressionSyntax[] saying =
        [
            .. root.DescendantNodes().OfType<AttributeArgumentSyntax>().Select(argument => argument.Expression)
                .Where(argument => LiteralMap.ValueOf(argument) == fix.Clause),
        ];
        var meant = saying.FirstOrDefault(argument => argument.SpanStart <= near && near <= argument.Span.End)
            ?? (saying.Length == 1 ? saying[0] : null);
        return meant is null ? null : Changed(meant, fix);
    }

    private static TextChange? Changed(ExpressionSyntax argument, ClauseFix fix)
    {
        if (LiteralMap.Characters(argument, fix.Clause) is not { Count: > 0 } characters)
        {
            return null;
        }

        var source = argument.ToString();
        var (text, clause) = (new StringBuilder(), new StringBuilder());
        var (written, said) = (0, 0);
        foreach (var edit in fix.Edits)
        {
            var from = StartOf(characters, edit.Start) - argument.SpanStart;
            var to = edit.Length == 0 ? from : characters[edit.Start + edit.Length - 1].End - argument.SpanStart;
            var literal = characters[Math.Min(edit.Start, characters.Count - 1)].Literal;
            text.Append(source, written, from - written).Append(Escaped(edit.Text, literal));
            clause.Append(fix.Clause, said, edit.Start - said).Append(edit.Text);
            (written, said) = (to, edit.Start + edit.Length);
        }

        text.Append(source, written, source.Length - written);
        clause.Append(fix.Clause, said, fix.Clause.Length - said);

        // Quotes, escapes and indentation may get in each other's way: what does not say what it should is not offered.
        return LiteralMap.ValueOf(SyntaxFactory.ParseExpression(text.ToString())) == clause.ToString()
            ? Smallest(argument.SpanStart, source, text.ToString())
            : null;
    }

    /// <summary>Without what stays at both ends, so that changes of several places in one string can be made together.</summary>
    private static TextChange Smallest(int start, string old, string changed)
    {
        var shorter = Math.Min(old.Length, changed.Length);
        var before = Enumerable.Range(0, shorter).TakeWhile(i => old[i] == changed[i]).Count();
        var behind = Enumerable.Range(1, shorter - before).TakeWhile(i => old[old.Length - i] == changed[changed.Length - i]).Count();
        return new TextChange(
            new TextSpan(start + before, old.Length - before - behind),
            changed.Substring(before, changed.Length - before - behind));
    }

    private static int StartOf(IReadOnlyList<LiteralCharacter> characters, int at) =>
        at < characters.Count ? characters[at].Start : characters[characters.Count - 1].End;

    private static string Escaped(string text, SyntaxToken literal) => literal.Kind() switch
    {
        SyntaxKind.StringLiteralToken when literal.Text.StartsWith("@", StringComparison.Ordinal) => text.Replace("\"", "\"\""),
        SyntaxKind.StringLiteralToken => text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\r", "\\r").Replace("\n", "\\n"),
        _ => text,
    };
}
