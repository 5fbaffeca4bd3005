using Hourglass.Cli.Lsp.Protocol;

namespace Hourglass.Cli.Lsp.Answers;

/// <summary><c>textDocument/signatureHelp</c>.</summary>
internal static class Signatures
{
    /// <summary>The call around a place.</summary>
    public static SignatureHelp? Of(Session session, PositionParams at, CancellationToken cancellation)
    {
        if (session.Workspace.Signature(Documents.PathOf(at.TextDocument.Uri), at.Position.Place, cancellation) is not { } call)
        {
            return null;
        }

        var client = session.Client;
        var parameters = call.Parameters.Select(parameter => new ParameterInformation(
            client.LabelOffsets ? (int[])[parameter.Start, parameter.End] : call.Label[parameter.Start..parameter.End],
            Markup.Of(parameter.Documentation, client.SignatureMarkdown)));
        var signature = new SignatureInformation(call.Label, Markup.Of(call.Documentation, client.SignatureMarkdown), [.. parameters]);

        // A number behind the last parameter marks none.
        return new SignatureHelp([signature], 0, call.Active < 0 ? call.Parameters.Count : call.Active);
    }
}
