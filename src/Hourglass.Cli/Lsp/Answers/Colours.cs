using Hourglass.Cli.Lsp.Protocol;
using Hourglass.Editor;

namespace Hourglass.Cli.Lsp.Answers;

/// <summary><c>textDocument/semanticTokens</c>: colours of names, in the protocol's own words, so that every theme has them.</summary>
internal static class Colours
{
    private const int Declaration = 1 << 0;
    private const int ReadOnly = 1 << 1;
    private const int OfLanguage = 1 << 2;

    private static readonly string[] Types =
    [
        "keyword", "comment", "string", "number", "operator", "class", "function", "variable", "parameter", "property", "type",
        "enumMember",
    ];

    /// <summary>What the numbers mean.</summary>
    public static SemanticTokensLegend Legend { get; } = new(Types, ["declaration", "readonly", "defaultLibrary"]);

    /// <summary>Of the whole document.</summary>
    public static SemanticTokens Full(Session session, DocumentParams of, CancellationToken cancellation) =>
        Encode(session.Workspace.Tokens(Documents.PathOf(of.TextDocument.Uri), null, cancellation));

    /// <summary>Of a range.</summary>
    public static SemanticTokens Range(Session session, RangeParams of, CancellationToken cancellation) =>
        Encode(session.Workspace.Tokens(Documents.PathOf(of.TextDocument.Uri), of.Range.Span, cancellation));

    /// <summary>Five numbers each: lines and columns behind the piece before, the length, the colour and what else is known.</summary>
    private static SemanticTokens Encode(IReadOnlyList<ColouredToken> tokens)
    {
        var data = new int[5 * tokens.Count];
        LinePosition last = default;
        foreach (var (index, token) in tokens.Index())
        {
            var start = token.Span.Start;
            var (type, modifiers) = Of(token.Colour);
            data[5 * index] = start.Line - last.Line;
            data[(5 * index) + 1] = start.Line == last.Line ? start.Column - last.Column : start.Column;
            data[(5 * index) + 2] = token.Span.End.Column - start.Column;
            data[(5 * index) + 3] = Array.IndexOf(Types, type);
            data[(5 * index) + 4] = modifiers | (token.IsDeclaration ? Declaration : 0);
            last = start;
        }

        return new SemanticTokens(data);
    }

    /// <summary>The word of a colour, and what else is known.</summary>
    public static (string Type, int Modifiers) Of(TokenColour colour) => colour switch
    {
        TokenColour.Keyword => ("keyword", 0),
        TokenColour.Comment => ("comment", 0),
        TokenColour.String => ("string", 0),
        TokenColour.Number => ("number", 0),
        TokenColour.Operator => ("operator", 0),
        TokenColour.Model => ("class", 0),
        TokenColour.Block => ("function", 0),
        TokenColour.Constant => ("variable", ReadOnly),
        TokenColour.Parameter => ("parameter", 0),
        TokenColour.Data or TokenColour.Variable or TokenColour.Label => ("variable", 0),
        TokenColour.Stage or TokenColour.Distribution or TokenColour.Term => ("function", OfLanguage),
        TokenColour.Domain => ("type", OfLanguage),
        TokenColour.Setting => ("property", 0),
        TokenColour.Word => ("enumMember", OfLanguage),
        _ => throw new ArgumentOutOfRangeException(nameof(colour), colour, "a colour without a word in the protocol"),
    };
}
