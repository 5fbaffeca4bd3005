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
        var errors = result.Diagnostics.Where(error => error.Severity == Severity.Error).Select(error => error.Span).ToArray();
        var starts = Array.ConvertAll(errors, error => error.Start);

        // The furthest end of an error and all those before it, so that one search finds whether any of them reaches a place.
        var reach = new LinePosition[errors.Length];
        for (var i = 0; i < errors.Length; i++)
        {
            reach[i] = i > 0 && reach[i - 1].CompareTo(errors[i].End) > 0 ? reach[i - 1] : errors[i].End;
        }

        bool IsTouched(TextSpan span)
        {
            var last = LastUpTo(starts, span.End);
            return last >= 0 && reach[last].CompareTo(span.Start) >= 0;
        }

        return result.Tree with
        {
            Declarations = result.Tree.Declarations
                .Select(declaration => IsTouched(declaration.Span) ? declaration with { IsIncomplete = true } : declaration)
                .ToEquatable(),
        };
    }

    /// <summary>Index of the last of some sorted places that is not behind another; -1 where there is none.</summary>
    private static int LastUpTo(LinePosition[] places, LinePosition end)
    {
        int low = 0, high = places.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (places[middle].CompareTo(end) <= 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low - 1;
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
