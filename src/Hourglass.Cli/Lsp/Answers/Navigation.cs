using Hourglass.Cli.Lsp.Protocol;

namespace Hourglass.Cli.Lsp.Answers;

/// <summary>Where a name is declared and written.</summary>
internal static class Navigation
{
    private const int Text = 1;

    /// <summary><c>textDocument/definition</c>.</summary>
    public static LspLocation[] Definition(Session session, PositionParams at, CancellationToken cancellation)
    {
        var path = Documents.PathOf(at.TextDocument.Uri);
        return [.. session.Workspace.Definition(path, at.Position.Place, cancellation).Select(session.LocationOf)];
    }

    /// <summary><c>textDocument/references</c>.</summary>
    public static LspLocation[] References(Session session, ReferenceParams at, CancellationToken cancellation)
    {
        var path = Documents.PathOf(at.TextDocument.Uri);
        var found = session.Workspace.References(path, at.Position.Place, at.Context?.IncludeDeclaration ?? false, cancellation);
        return [.. found.Select(session.LocationOf)];
    }

    /// <summary><c>textDocument/documentHighlight</c>.</summary>
    public static DocumentHighlight[] Highlights(Session session, PositionParams at, CancellationToken cancellation)
    {
        var path = Documents.PathOf(at.TextDocument.Uri);
        return
        [
            .. session.Workspace.References(path, at.Position.Place, withDeclaration: true, cancellation)
                .Where(location => location.Path == path)
                .Select(location => new DocumentHighlight(LspRange.Of(location.Span), Text)),
        ];
    }
}
