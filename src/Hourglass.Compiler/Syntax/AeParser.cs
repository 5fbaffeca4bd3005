using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax.Recovery;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Syntax;

/// <summary>A tree and what was wrong with its text. There is always a tree: what could not be parsed is left out of it.</summary>
/// <typeparam name="T">The tree's root.</typeparam>
public sealed record ParseResult<T>(T Tree, EquatableArray<Diagnostic> Diagnostics);

/// <summary>Text to tree.</summary>
public static class AeParser
{
    /// <summary>Parses a whole file. Never throws; every span lies inside the text.</summary>
    public static ParseResult<SourceFile> ParseFile(string text)
    {
        var result = FileParser.Parse(text);
        return result.Diagnostics.Count == 0 ? result : result with { Tree = MarkIncomplete(result) };
    }

    /// <summary>Declarations that a syntax error touches say so.</summary>
    private static SourceFile MarkIncomplete(ParseResult<SourceFile> result) => result.Tree with
    {
        Declarations = result.Tree.Declarations
            .Select(declaration => result.Diagnostics.Any(error => error.Severity == Severity.Error && Touch(error.Span, declaration.Span))
                ? declaration with { IsIncomplete = true }
                : declaration)
            .ToEquatable(),
    };

    private static bool Touch(TextSpan left, TextSpan right) => left.Start.CompareTo(right.End) <= 0 && left.End.CompareTo(right.Start) >= 0;

    /// <summary>
    /// Parses one clause of an attribute, a statement without its keyword: <c>data</c> "x: unit[784]", <c>encode</c> "z ~ x -> ...",
    /// <c>minimize</c> "elbo", <c>train</c> "optimizer: adam(1e-3)" (a phase's name is <paramref name="phase"/>). More than one statement is an error.
    /// </summary>
    /// <param name="keyword">The statement's keyword.</param>
    /// <param name="text">The attribute's string.</param>
    /// <param name="firstLine">The line number of the string's first line, so that the clauses of one class have disjoint places.</param>
    /// <param name="phase">The name of a training phase, or null.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="keyword"/> is not one of <see cref="AeKeywords.Statements"/>.</exception>
    public static ParseResult<Statement?> ParseClause(string keyword, string text, int firstLine, string? phase = null) =>
        ClauseParser.Parse(keyword, text, firstLine, phase);
}
