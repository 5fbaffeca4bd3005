using Hourglass.Cli.Lsp.Protocol;

namespace Hourglass.Cli.Lsp.Answers;

/// <summary><c>textDocument/inlayHint</c>.</summary>
internal static class Hints
{
    private const int Type = 1;

    /// <summary>The shapes in a range.</summary>
    public static InlayHint[] Of(Session session, RangeParams at, CancellationToken cancellation) =>
    [
        .. session.Workspace.Hints(Documents.PathOf(at.TextDocument.Uri), at.Range.Span, cancellation).Select(hint => new InlayHint(
            LspPosition.Of(hint.Place), hint.Text, Type, hint.Tooltip.Length > 0 ? hint.Tooltip : null, PaddingLeft: true)),
    ];
}
