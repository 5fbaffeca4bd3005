namespace Hourglass.Cli.Lsp.Protocol;

/// <summary>Where the uses of a name are asked for.</summary>
internal sealed record ReferenceParams(TextDocumentIdentifier TextDocument, LspPosition Position, ReferenceContext? Context = null);

/// <summary>Which uses.</summary>
internal sealed record ReferenceContext(bool IncludeDeclaration);

/// <summary>A use of a name in the document: kind 1 is text.</summary>
internal sealed record DocumentHighlight(LspRange Range, int Kind);

/// <summary>What would be renamed.</summary>
internal sealed record PrepareRenameResult(LspRange Range, string Placeholder);

/// <summary>A new name.</summary>
internal sealed record RenameParams(TextDocumentIdentifier TextDocument, LspPosition Position, string NewName);

/// <summary>A part of a document with its own parts.</summary>
internal sealed record DocumentSymbol(
    string Name,
    string? Detail,
    int Kind,
    LspRange Range,
    LspRange SelectionRange,
    DocumentSymbol[] Children);

/// <summary>Letters of the names that are looked for.</summary>
internal sealed record WorkspaceSymbolParams(string Query);

/// <summary>A declaration, or for clients that take no tree any part of a document.</summary>
internal sealed record SymbolInformation(string Name, int Kind, LspLocation Location, string? ContainerName);

/// <summary>Lines that can be folded away.</summary>
internal sealed record FoldingRange(int StartLine, int EndLine, string? Kind);

/// <summary>Coloured pieces, five numbers each.</summary>
internal sealed record SemanticTokens(int[] Data);

/// <summary>A model as a picture.</summary>
internal sealed record ModelGraph(string Model, string Svg);
