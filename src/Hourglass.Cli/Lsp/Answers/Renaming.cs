using Hourglass.Cli.Lsp.Protocol;
using StreamJsonRpc;

namespace Hourglass.Cli.Lsp.Answers;

/// <summary>Another name for what a name means.</summary>
internal static class Renaming
{
    /// <summary>The protocol's code for a request that was right and cannot be served; its message is shown to the user.</summary>
    public const int RequestFailed = -32803;

    /// <summary><c>textDocument/prepareRename</c>.</summary>
    public static PrepareRenameResult? Prepare(Session session, PositionParams at, CancellationToken cancellation) =>
        session.Workspace.Renamable(Documents.PathOf(at.TextDocument.Uri), at.Position.Place, cancellation) is var (span, name)
            ? new PrepareRenameResult(LspRange.Of(span), name)
            : null;

    /// <summary><c>textDocument/rename</c>.</summary>
    /// <exception cref="LocalRpcException">It cannot be: the message says why.</exception>
    public static WorkspaceEdit Of(Session session, RenameParams at, CancellationToken cancellation)
    {
        var answer = session.Workspace.Rename(Documents.PathOf(at.TextDocument.Uri), at.Position.Place, at.NewName, cancellation);
        return answer.Refusal is { } refusal
            ? throw new LocalRpcException(refusal) { ErrorCode = RequestFailed }
            : session.EditOf(answer.Edits);
    }
}
