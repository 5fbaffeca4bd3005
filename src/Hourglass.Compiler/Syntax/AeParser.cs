using Hourglass.Compiler.Syntax.Recovery;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Syntax;

/// <summary>A tree and what was wrong with its text. There is always a tree: what could not be parsed is left out of it.</summary>
/// <typeparam name="T">The tree's root.</typeparam>
public sealed record ParseResult<T>(T Tree, EquatableArray<Diagnostic> Diagnostics);

/// <summary>Text to tree.</summary>
public static class AeParser
{
    /// <summary>Parses a whole file. Never throws but for cancellation; every span lies inside the text.</summary>
    /// <exception cref="OperationCanceledException">The work is no longer wanted.</exception>
    public static ParseResult<SourceFile> ParseFile(string text, CancellationToken cancellation = default) =>
        ParseFile(text, null, cancellation);

    /// <summary>The same, where a text much like it has been parsed before, whose statements are remembered.</summary>
    /// <exception cref="OperationCanceledException">The work is no longer wanted.</exception>
    public static ParseResult<SourceFile> ParseFile(string text, ParseMemory? memory, CancellationToken cancellation = default)
    {
        var result = FileParser.Parse(text, memory, cancellation);
        return result.Diagnostics.Count == 0 ? result : result with { Tree = MarkIncomplete(result) };
    }

    /// <summary>Declarations that a syntax error touches say so.</summary>
    private static SourceFile MarkIncomplete(ParseResult<SourceFile> result)
    {
        var errors = new ErrorPlaces(result.Diagnostics);
        return result.Tree with
        {
            Declarations = result.Tree.Declarations
                .Select(declaration => errors.Touch(declaration.Span) ? declaration with { IsIncomplete = true } : declaration)
                .ToEquatable(),
        };
    }

    /// <summary>
    /// Parses one clause of an attribute, a statement without its keyword: <c>data</c> "x: unit[784]", <c>encode</c> "z ~ x -> ...",
    /// <c>minimize</c> "elbo", <c>train</c> "optimizer: adam(1e-3)" (a phase's name is <paramref name="phase"/>). More than one statement
    /// is an error.
    /// </summary>
    /// <param name="keyword">The statement's keyword.</param>
    /// <param name="text">The attribute's string.</param>
    /// <param name="firstLine">The line number of the string's first line, so that the clauses of one class have disjoint places.</param>
    /// <param name="phase">The name of a training phase, or null.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="keyword"/> is not one of
    /// <see cref="AeKeywords.Statements"/>.</exception>
    public static ParseResult<Statement?> ParseClause(string keyword, string text, int firstLine, string? phase = null) =>
        ClauseParser.Parse(keyword, text, firstLine, phase);
}
