using Hourglass.Compiler.Syntax.Tree;
using Hourglass.Editor.Analysis;
using Hourglass.Editor.Documents;

namespace Hourglass.Editor.Features;

/// <summary>What can be folded away.</summary>
internal static class Folding
{
    /// <summary>Declarations and statements of several lines, and comments that follow one another.</summary>
    public static IReadOnlyList<Fold> Of(FileAnalysis file) =>
    [
        .. file.Tree.Declarations.SelectMany(SpansOf)
            .Where(span => span.End.Line > span.Start.Line)
            .Select(span => new Fold(span.Start.Line, span.End.Line, IsComment: false))
            .Concat(Comments(file.Document))
            .Distinct()
            .OrderBy(fold => fold.FirstLine),
    ];

    private static IEnumerable<TextSpan> SpansOf(Declaration declaration) => declaration is ModelDeclaration model
        ? model.Statements.Where(statement => statement is RoleStatement or TrainStatement or MinimizeStatement)
            .Select(statement => statement.Span).Prepend(model.Span)
        : [declaration.Span];

    /// <summary>Lines that begin with a comment, two or more.</summary>
    private static IEnumerable<Fold> Comments(TextDocument document)
    {
        var first = -1;
        for (var line = 0; line <= document.LineCount; line++)
        {
            var isComment = line < document.LineCount && document.LineAt(line).AsSpan().TrimStart().StartsWith("//");
            if (isComment && first < 0)
            {
                first = line;
            }
            else if (!isComment && first >= 0)
            {
                if (line - 1 > first)
                {
                    yield return new Fold(first, line - 1, IsComment: true);
                }

                first = -1;
            }
        }
    }
}
