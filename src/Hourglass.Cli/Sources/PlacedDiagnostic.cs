using Hourglass.Compiler.Diagnostics;

namespace Hourglass.Cli.Sources;

/// <summary>A diagnostic with the text that it is about.</summary>
internal sealed record PlacedDiagnostic(SourceText Source, Diagnostic Diagnostic)
{
    /// <summary>Whether nothing can be emitted.</summary>
    public bool IsError => Diagnostic.Severity == Severity.Error;

    /// <summary>Each mistake once (a model and its variants share their text), by place, one file behind the other.</summary>
    public static IReadOnlyList<PlacedDiagnostic> Order(IEnumerable<PlacedDiagnostic> diagnostics) =>
    [
        .. diagnostics
            .Distinct()
            .GroupBy(placed => placed.Source.Path, StringComparer.Ordinal)
            .SelectMany(file => file
                .OrderBy(placed => placed.Diagnostic.Span.Start)
                .ThenBy(placed => placed.Diagnostic.Span.End)
                .ThenBy(placed => placed.Diagnostic.Id, StringComparer.Ordinal)),
    ];
}
