using Hourglass.Cli.Lsp.Protocol;
using Hourglass.Editor;

namespace Hourglass.Cli.Lsp.Answers;

/// <summary><c>textDocument/documentSymbol</c>, <c>workspace/symbol</c> and <c>textDocument/foldingRange</c>.</summary>
internal static class Outlines
{
    /// <summary>The parts of a document: a tree, or a list for clients that take no tree.</summary>
    public static object Symbols(Session session, DocumentParams of, CancellationToken cancellation)
    {
        var uri = of.TextDocument.Uri;
        var items = session.Workspace.Outline(Documents.PathOf(uri), cancellation);
        return session.Client.SymbolTree
            ? (DocumentSymbol[])[.. items.Select(Tree)]
            : (SymbolInformation[])[.. items.SelectMany(item => Flat(item, uri, null))];
    }

    /// <summary>The declarations of all folders whose names have some letters.</summary>
    public static SymbolInformation[] Declared(Session session, WorkspaceSymbolParams of, CancellationToken cancellation) =>
    [
        .. session.Workspace.Declared(session.Folders.Paths, of.Query, cancellation)
            .Select(place => new SymbolInformation(place.Name, KindOf(place.Kind), session.LocationOf(place.Location), null)),
    ];

    /// <summary>What can be folded.</summary>
    public static FoldingRange[] Folds(Session session, DocumentParams of, CancellationToken cancellation) =>
    [
        .. session.Workspace.Folds(Documents.PathOf(of.TextDocument.Uri), cancellation)
            .Select(fold => new FoldingRange(fold.FirstLine, fold.LastLine, fold.IsComment ? "comment" : null)),
    ];

    private static DocumentSymbol Tree(OutlineItem item) => new(
        item.Name,
        item.Detail.Length > 0 ? item.Detail : null,
        KindOf(item.Kind),
        LspRange.Of(item.Span),
        LspRange.Of(item.NameSpan),
        [.. item.Children.Select(Tree)]);

    private static IEnumerable<SymbolInformation> Flat(OutlineItem item, string uri, string? container) =>
        item.Children.SelectMany(child => Flat(child, uri, item.Name))
            .Prepend(new SymbolInformation(item.Name, KindOf(item.Kind), new LspLocation(uri, LspRange.Of(item.Span)), container));

    /// <summary>The protocol's number of a kind.</summary>
    public static int KindOf(OutlineKind kind) => kind switch
    {
        OutlineKind.Constant => 14,
        OutlineKind.Block => 12,
        OutlineKind.Model => 5,
        OutlineKind.Data => 8,
        OutlineKind.Binding => 13,
        OutlineKind.Objective => 25,
        OutlineKind.Training => 6,
        OutlineKind.Extern => 11,
        _ => 13,
    };
}
