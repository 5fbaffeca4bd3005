using Hourglass.Cli.Lsp.Answers;
using Hourglass.Cli.Lsp.Protocol;

namespace Hourglass.Cli.Lsp;

/// <summary>What the server offers.</summary>
internal static class Capabilities
{
    private const int Incremental = 2;

    /// <summary>What it offers to a client.</summary>
    public static ServerCapabilities Of(ClientFeatures client) => new(
        PositionEncoding: "utf-16",
        new TextDocumentSyncOptions(OpenClose: true, Incremental, Save: true),
        HoverProvider: true,
        new CompletionOptions(Completions.Triggers, ResolveProvider: false),
        new SignatureHelpOptions(["(", ","], [")"]),
        DefinitionProvider: true,
        ReferencesProvider: true,
        DocumentHighlightProvider: true,
        DocumentSymbolProvider: true,
        new CodeActionOptions([Actions.QuickFix]),
        DocumentFormattingProvider: true,
        DocumentRangeFormattingProvider: true,
        client.PrepareRename ? new RenameOptions(PrepareProvider: true) : true,
        FoldingRangeProvider: true,
        new SemanticTokensOptions(Colours.Legend, Full: true, Range: true),
        InlayHintProvider: true,
        WorkspaceSymbolProvider: true,
        new WorkspaceOptions(new WorkspaceFoldersOptions(Supported: true, ChangeNotifications: true)));
}
