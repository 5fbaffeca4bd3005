using Hourglass.Cli.Lsp.Protocol;

namespace Hourglass.Cli.Lsp.Answers;

/// <summary><c>textDocument/hover</c>.</summary>
internal static class Hovers
{
    /// <summary>What stands at a place.</summary>
    public static Hover? Of(Session session, PositionParams at, CancellationToken cancellation) =>
        session.Workspace.Hover(Documents.PathOf(at.TextDocument.Uri), at.Position.Place, cancellation) is { } hover
        && Markup.Of(hover.Markdown, session.Client.HoverMarkdown) is { } contents
            ? new Hover(contents, LspRange.Of(hover.Span))
            : null;
}
