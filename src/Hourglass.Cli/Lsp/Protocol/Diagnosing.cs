namespace Hourglass.Cli.Lsp.Protocol;

/// <summary>What is wrong with a document.</summary>
internal sealed record PublishDiagnosticsParams(string Uri, int? Version, LspDiagnostic[] Diagnostics);

/// <summary>What is wrong: severity 1 is an error, 2 a warning.</summary>
internal sealed record LspDiagnostic(
    LspRange Range,
    int Severity,
    string Code,
    string Source,
    string Message,
    RelatedInformation[]? RelatedInformation = null);

/// <summary>A place that explains a diagnostic.</summary>
internal sealed record RelatedInformation(LspLocation Location, string Message);

/// <summary>Which changes are wanted.</summary>
internal sealed record CodeActionParams(TextDocumentIdentifier TextDocument, LspRange Range, CodeActionContext? Context = null);

/// <summary>What kinds of changes are wanted; all where that is not said.</summary>
internal sealed record CodeActionContext(string[]? Only = null);

/// <summary>A change that is offered.</summary>
internal sealed record LspCodeAction(string Title, string Kind, LspDiagnostic[] Diagnostics, bool IsPreferred, WorkspaceEdit Edit);

/// <summary>Edits of several documents: with versions, or by URI for clients that take no versions.</summary>
internal sealed record WorkspaceEdit(DocumentEdit[]? DocumentChanges = null, Dictionary<string, LspTextEdit[]>? Changes = null);

/// <summary>Edits of a document.</summary>
internal sealed record DocumentEdit(VersionedDocument TextDocument, LspTextEdit[] Edits);
