namespace Hourglass.Cli.Lsp.Protocol;

/// <summary>What stands under the pointer.</summary>
internal sealed record Hover(MarkupContent Contents, LspRange Range);

/// <summary>Where a word is asked for, and why: trigger kind 2 is a character of the server's list.</summary>
internal sealed record CompletionParams(TextDocumentIdentifier TextDocument, LspPosition Position, CompletionContext? Context = null);

/// <summary>Why a word is asked for.</summary>
internal sealed record CompletionContext(int TriggerKind, string? TriggerCharacter = null);

/// <summary>The words that fit.</summary>
internal sealed record CompletionList(bool IsIncomplete, CompletionItem[] Items);

/// <summary>A word that fits: text format 2 is a snippet.</summary>
internal sealed record CompletionItem(
    string Label,
    int Kind,
    string? Detail,
    MarkupContent? Documentation,
    string SortText,
    int InsertTextFormat,
    LspTextEdit TextEdit);

/// <summary>The call around the cursor.</summary>
internal sealed record SignatureHelp(SignatureInformation[] Signatures, int ActiveSignature, int ActiveParameter);

/// <summary>A signature.</summary>
internal sealed record SignatureInformation(string Label, MarkupContent? Documentation, ParameterInformation[] Parameters);

/// <summary>A parameter, by the place of its text in the signature, or by its text for clients that take no places.</summary>
internal sealed record ParameterInformation(object Label, MarkupContent? Documentation);

/// <summary>A text that is shown behind a place: kind 1 is a type.</summary>
internal sealed record InlayHint(LspPosition Position, string Label, int Kind, string? Tooltip, bool PaddingLeft);
