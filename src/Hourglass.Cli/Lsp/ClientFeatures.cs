using System.Text.Json;

namespace Hourglass.Cli.Lsp;

/// <summary>What a client takes, as it says in <c>initialize</c>; nothing that it does not say.</summary>
internal sealed record ClientFeatures
{
    private const string Markdown = "markdown";

    /// <summary>Whether what completions write may have places to fill in.</summary>
    public bool Snippets { get; init; }

    /// <summary>Whether completions are explained in Markdown.</summary>
    public bool CompletionMarkdown { get; init; }

    /// <summary>Whether hovers are.</summary>
    public bool HoverMarkdown { get; init; }

    /// <summary>Whether signatures are.</summary>
    public bool SignatureMarkdown { get; init; }

    /// <summary>Whether a parameter may be given by its place in the signature.</summary>
    public bool LabelOffsets { get; init; }

    /// <summary>Whether the outline may be a tree.</summary>
    public bool SymbolTree { get; init; }

    /// <summary>Whether changes may be offered as edits.</summary>
    public bool CodeActionLiterals { get; init; }

    /// <summary>Whether edits may name the version that they are of.</summary>
    public bool VersionedEdits { get; init; }

    /// <summary>Whether diagnostics may name other places.</summary>
    public bool RelatedInformation { get; init; }

    /// <summary>Whether it can be asked what would be renamed.</summary>
    public bool PrepareRename { get; init; }

    /// <summary>Whether it can be told to ask for hints again.</summary>
    public bool HintRefresh { get; init; }

    /// <summary>Whether it can be told to ask for colours again.</summary>
    public bool ColourRefresh { get; init; }

    /// <summary>Whether it can be told to watch files.</summary>
    public bool Watching { get; init; }

    /// <summary>What a client says.</summary>
    public static ClientFeatures Of(JsonElement? capabilities)
    {
        var client = new Section(capabilities);
        var (text, workspace) = (client["textDocument"], client["workspace"]);
        var (completion, signature) = (text["completion"]["completionItem"], text["signatureHelp"]["signatureInformation"]);
        return new ClientFeatures
        {
            Snippets = completion.Says("snippetSupport"),
            CompletionMarkdown = completion.Lists("documentationFormat", Markdown),
            HoverMarkdown = text["hover"].Lists("contentFormat", Markdown),
            SignatureMarkdown = signature.Lists("documentationFormat", Markdown),
            LabelOffsets = signature["parameterInformation"].Says("labelOffsetSupport"),
            SymbolTree = text["documentSymbol"].Says("hierarchicalDocumentSymbolSupport"),
            CodeActionLiterals = text["codeAction"]["codeActionLiteralSupport"].IsThere,
            VersionedEdits = workspace["workspaceEdit"].Says("documentChanges"),
            RelatedInformation = text["publishDiagnostics"].Says("relatedInformation"),
            PrepareRename = text["rename"].Says("prepareSupport"),
            HintRefresh = workspace["inlayHint"].Says("refreshSupport"),
            ColourRefresh = workspace["semanticTokens"].Says("refreshSupport"),
            Watching = workspace["didChangeWatchedFiles"].Says("dynamicRegistration"),
        };
    }

    /// <summary>A part of what it says, which may be missing or of any form.</summary>
    private readonly record struct Section(JsonElement? Json)
    {
        public bool IsThere => Json is { ValueKind: JsonValueKind.Object };

        public Section this[string name] =>
            Json is { ValueKind: JsonValueKind.Object } json && json.TryGetProperty(name, out var value) ? new(value) : new(null);

        public bool Says(string name) => this[name].Json is { ValueKind: JsonValueKind.True };

        public bool Lists(string name, string word) =>
            this[name].Json is { ValueKind: JsonValueKind.Array } list
            && list.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.String && item.ValueEquals(word));
    }
}
