using System.Text.Json;

namespace Hourglass.Cli.Lsp.Protocol;

/// <summary>What a client says of itself.</summary>
internal sealed record InitializeParams(
    JsonElement? ProcessId = null,
    JsonElement? Capabilities = null,
    string? Trace = null,
    string? RootUri = null,
    WorkspaceFolder[]? WorkspaceFolders = null);

/// <summary>A folder that the client has open.</summary>
internal sealed record WorkspaceFolder(string Uri);

/// <summary>Folders that were opened and closed.</summary>
internal sealed record DidChangeWorkspaceFoldersParams(WorkspaceFoldersChange Event);

/// <summary>Which.</summary>
internal sealed record WorkspaceFoldersChange(WorkspaceFolder[] Added, WorkspaceFolder[] Removed);

/// <summary>What concerns the workspace.</summary>
internal sealed record WorkspaceOptions(WorkspaceFoldersOptions WorkspaceFolders);

/// <summary>Whether the server takes several folders, and wants to be told of changes.</summary>
internal sealed record WorkspaceFoldersOptions(bool Supported, bool ChangeNotifications);

/// <summary>What the server says of itself.</summary>
internal sealed record InitializeResult(ServerCapabilities Capabilities, ServerInfo ServerInfo);

/// <summary>The server's name.</summary>
internal sealed record ServerInfo(string Name, string Version);

/// <summary>What the server offers.</summary>
internal sealed record ServerCapabilities(
    string PositionEncoding,
    TextDocumentSyncOptions TextDocumentSync,
    bool HoverProvider,
    CompletionOptions CompletionProvider,
    SignatureHelpOptions SignatureHelpProvider,
    bool DefinitionProvider,
    bool ReferencesProvider,
    bool DocumentHighlightProvider,
    bool DocumentSymbolProvider,
    CodeActionOptions CodeActionProvider,
    bool DocumentFormattingProvider,
    bool DocumentRangeFormattingProvider,
    object RenameProvider,
    bool FoldingRangeProvider,
    SemanticTokensOptions SemanticTokensProvider,
    bool InlayHintProvider,
    bool WorkspaceSymbolProvider,
    WorkspaceOptions Workspace);

/// <summary>How documents come: <c>Change</c> 2 is by edits.</summary>
internal sealed record TextDocumentSyncOptions(bool OpenClose, int Change, bool Save);

/// <summary>After which characters clients ask by themselves.</summary>
internal sealed record CompletionOptions(string[] TriggerCharacters, bool ResolveProvider);

/// <summary>After which characters clients ask by themselves.</summary>
internal sealed record SignatureHelpOptions(string[] TriggerCharacters, string[] RetriggerCharacters);

/// <summary>Which kinds of changes are offered.</summary>
internal sealed record CodeActionOptions(string[] CodeActionKinds);

/// <summary>Whether a client may ask first what would be renamed.</summary>
internal sealed record RenameOptions(bool PrepareProvider);

/// <summary>What is coloured.</summary>
internal sealed record SemanticTokensOptions(SemanticTokensLegend Legend, bool Full, bool Range);

/// <summary>What the numbers of coloured pieces mean.</summary>
internal sealed record SemanticTokensLegend(string[] TokenTypes, string[] TokenModifiers);

/// <summary>How much a client wants to be told.</summary>
internal sealed record SetTraceParams(string Value);
