using Hourglass.Compiler.Diagnostics;
using Hourglass.Generators.Classes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Diagnostic = Hourglass.Compiler.Ground.Diagnostic;
using LinePosition = Microsoft.CodeAnalysis.Text.LinePosition;
using Offsets = Microsoft.CodeAnalysis.Text.TextSpan;
using TextSpan = Hourglass.Compiler.Ground.TextSpan;

namespace Hourglass.Generators.Reporting;

/// <summary>A diagnostic with the file that it is about.</summary>
/// <param name="Path">The file; empty where there is none.</param>
/// <param name="Diagnostic">The diagnostic, its spans those of the file.</param>
internal sealed record PlacedDiagnostic(string Path, Diagnostic Diagnostic)
{
    /// <summary>The offset of the first character, in a C# file; editors ask by offsets what is wrong, and tools by lines.</summary>
    public int Start { get; init; }

    /// <summary>The offset behind the last one.</summary>
    public int End { get; init; }

    /// <summary>Changes of a clause, any of which mends it.</summary>
    public EquatableArray<ClauseFix> Fixes { get; init; } = EquatableArray<ClauseFix>.Empty;

    /// <summary>Each mistake once (a model and its variants share their text), by file and place.</summary>
    public static EquatableArray<PlacedDiagnostic> Order(IEnumerable<PlacedDiagnostic> diagnostics) => diagnostics
        .Distinct()
        .OrderBy(d => d.Path, StringComparer.Ordinal)
        .ThenBy(d => d.Diagnostic.Span.Start)
        .ThenBy(d => d.Diagnostic.Span.End)
        .ThenBy(d => d.Diagnostic.Id, StringComparer.Ordinal)
        .ToEquatable();

    /// <summary>The only place where locations are made: nothing that the pipeline caches holds one.</summary>
    public Microsoft.CodeAnalysis.Diagnostic ToRoslyn() => Microsoft.CodeAnalysis.Diagnostic.Create(
        Descriptor(Diagnostic),
        LocationOf(Diagnostic.Span, Offsets.FromBounds(Start, End)),
        Diagnostic.Related.Select(related => LocationOf(related.Span, default)),
        FixProperties.Write(Fixes),
        Diagnostic.Help is { } help ? $"{Diagnostic.Message}; help: {help}" : Diagnostic.Message);

    private static Microsoft.CodeAnalysis.DiagnosticDescriptor Descriptor(Diagnostic diagnostic)
    {
        var known = AeDiagnostics.Find(diagnostic.Id);
        return new Microsoft.CodeAnalysis.DiagnosticDescriptor(
            diagnostic.Id,
            known?.Title ?? diagnostic.Id,
            "{0}",
            "Hourglass." + (known?.Category ?? "Internal"),
            diagnostic.Severity == Severity.Error ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning,
            isEnabledByDefault: true);
    }

    private Location LocationOf(TextSpan span, Offsets offsets) => Path.Length == 0 ? Location.None : Location.Create(
        Path,
        offsets,
        new LinePositionSpan(new LinePosition(span.Start.Line, span.Start.Column), new LinePosition(span.End.Line, span.End.Column)));
}
