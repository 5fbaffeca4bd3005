using System.Text.Json.Serialization;
using Hourglass.Cli.Lsp.Wire;

namespace Hourglass.Cli.Lsp.Protocol;

/// <summary>A place: a line and a UTF-16 column, from zero.</summary>
internal sealed record LspPosition(
    [property: JsonConverter(typeof(WholeNumber))] int Line,
    [property: JsonConverter(typeof(WholeNumber))] int Character)
{
    /// <summary>The compiler's place as the protocol's.</summary>
    public static LspPosition Of(LinePosition place) => new(place.Line, place.Column);

    /// <summary>As the compiler's.</summary>
    [JsonIgnore]
    public LinePosition Place => new(Line, Character);
}

/// <summary>A piece of a text.</summary>
internal sealed record LspRange(LspPosition Start, LspPosition End)
{
    /// <summary>The compiler's piece as the protocol's.</summary>
    public static LspRange Of(TextSpan span) => new(LspPosition.Of(span.Start), LspPosition.Of(span.End));

    /// <summary>As the compiler's; one that ends before it begins is turned round.</summary>
    [JsonIgnore]
    public TextSpan Span => Start.Place.CompareTo(End.Place) <= 0 ? new(Start.Place, End.Place) : new(End.Place, Start.Place);
}

/// <summary>A piece of a document.</summary>
internal sealed record LspLocation(string Uri, LspRange Range);

/// <summary>A piece of a text and what takes its place.</summary>
internal sealed record LspTextEdit(LspRange Range, string NewText)
{
    /// <summary>The compiler's edit as the protocol's.</summary>
    public static LspTextEdit Of(TextEdit edit) => new(LspRange.Of(edit.Span), edit.Text);
}

/// <summary>A document by its URI.</summary>
internal sealed record TextDocumentIdentifier(string Uri);

/// <summary>A document with its version; null where it is not open.</summary>
internal sealed record VersionedDocument(string Uri, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int? Version = null);

/// <summary>A document to ask about.</summary>
internal sealed record DocumentParams(TextDocumentIdentifier TextDocument);

/// <summary>A place in a document to ask about.</summary>
internal sealed record PositionParams(TextDocumentIdentifier TextDocument, LspPosition Position);

/// <summary>A piece of a document to ask about.</summary>
internal sealed record RangeParams(TextDocumentIdentifier TextDocument, LspRange Range);

/// <summary>Text for people, <c>markdown</c> or <c>plaintext</c>.</summary>
internal sealed record MarkupContent(string Kind, string Value);
