using Hourglass.Cli.Lsp.Protocol;
using Hourglass.Compiler.Binding;

namespace Hourglass.Cli.Lsp.Answers;

/// <summary><c>hourglass/graph</c>, a request of this server alone: the model at a place as a picture.</summary>
internal static class Graphs
{
    /// <summary>The picture; null where there is no model without errors.</summary>
    /// <param name="session">The session.</param>
    /// <param name="draw">Draws a model that is bound, as SVG.</param>
    /// <param name="at">The place.</param>
    /// <param name="cancellation">Whether it is still wanted.</param>
    public static ModelGraph? Of(
        Session session,
        Func<BindingResult, CancellationToken, string> draw,
        PositionParams at,
        CancellationToken cancellation) =>
        session.Workspace.ModelAt(Documents.PathOf(at.TextDocument.Uri), at.Position.Place, cancellation) is { } model
            ? new ModelGraph(model.Model.Name, draw(model, cancellation))
            : null;
}
