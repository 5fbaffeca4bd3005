using Hourglass.Cli.Lsp.Protocol;

namespace Hourglass.Cli.Lsp.Answers;

/// <summary><c>textDocument/codeAction</c>.</summary>
internal static class Actions
{
    /// <summary>The kind of all that is offered.</summary>
    public const string QuickFix = "quickfix";

    /// <summary>What can be done about a range; nothing for clients that take commands alone.</summary>
    public static LspCodeAction[] Of(Session session, CodeActionParams at, CancellationToken cancellation)
    {
        if (!session.Client.CodeActionLiterals || at.Context?.Only is { } only && !only.Any(kind => kind is QuickFix or ""))
        {
            return [];
        }

        var (uri, path) = (at.TextDocument.Uri, Documents.PathOf(at.TextDocument.Uri));
        return
        [
            .. session.Workspace.Actions(path, at.Range.Span, cancellation).Select(action => new LspCodeAction(
                action.Title,
                QuickFix,
                [Diagnosis.Of(action.Mends, uri, session.Client)],
                action.IsPreferred,
                session.EditOf(new Dictionary<string, IReadOnlyList<TextEdit>>(StringComparer.Ordinal) { [path] = action.Edits }))),
        ];
    }
}
