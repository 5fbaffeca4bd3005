using Hourglass.Cli.Lsp.Protocol;

namespace Hourglass.Cli.Lsp.Answers;

/// <summary><c>textDocument/formatting</c> and <c>textDocument/rangeFormatting</c>.</summary>
internal static class Formatting
{
    /// <summary>Edits of the whole document.</summary>
    public static LspTextEdit[] Full(Session session, DocumentParams of, CancellationToken cancellation) =>
        EditsOf(session.Workspace.Format(Documents.PathOf(of.TextDocument.Uri), null, cancellation));

    /// <summary>Edits of the statements in a range.</summary>
    public static LspTextEdit[] Range(Session session, RangeParams of, CancellationToken cancellation) =>
        EditsOf(session.Workspace.Format(Documents.PathOf(of.TextDocument.Uri), of.Range.Span, cancellation));

    private static LspTextEdit[] EditsOf(IReadOnlyList<TextEdit> edits) => [.. edits.Select(LspTextEdit.Of)];
}
