using Hourglass.Cli.Lsp.Protocol;
using Hourglass.Editor;

namespace Hourglass.Cli.Lsp;

/// <summary>What all answers need.</summary>
/// <param name="workspace">The texts and what is known of them.</param>
internal sealed class Session(Workspace workspace)
{
    /// <summary>The texts and what is known of them.</summary>
    public Workspace Workspace { get; } = workspace;

    /// <summary>The documents that are open.</summary>
    public Documents Documents { get; } = new();

    /// <summary>The folders that the client has open.</summary>
    public WorkspaceFolders Folders { get; } = new();

    /// <summary>What the client takes.</summary>
    public ClientFeatures Client { get; set; } = new();

    /// <summary>A piece of a file.</summary>
    public LspLocation LocationOf(Location location) => new(Documents.UriOf(location.Path), LspRange.Of(location.Span));

    /// <summary>Edits of files, with the versions of those that are open where the client takes them.</summary>
    public WorkspaceEdit EditOf(IReadOnlyDictionary<string, IReadOnlyList<TextEdit>> files)
    {
        var edits = files.Select(file => (
            Document: new VersionedDocument(Documents.UriOf(file.Key), Workspace.VersionOf(file.Key)),
            Edits: (LspTextEdit[])[.. file.Value.Select(LspTextEdit.Of)]));
        return Client.VersionedEdits
            ? new WorkspaceEdit(DocumentChanges: [.. edits.Select(file => new DocumentEdit(file.Document, file.Edits))])
            : new WorkspaceEdit(Changes: edits.ToDictionary(file => file.Document.Uri, file => file.Edits, StringComparer.Ordinal));
    }
}
