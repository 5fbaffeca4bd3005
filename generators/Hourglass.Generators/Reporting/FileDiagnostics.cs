using System.Collections.Immutable;
using Hourglass.Generators.Files;
using Hourglass.Generators.Models;

namespace Hourglass.Generators.Reporting;

/// <summary>What one stage says of one file or model.</summary>
/// <param name="Path">The file.</param>
/// <param name="Diagnostics">What it says.</param>
internal sealed record FileDiagnostics(string Path, EquatableArray<Diagnostic> Diagnostics)
{
    public static FileDiagnostics Of(AeFile file, CancellationToken cancellation) => new(file.Path, file.Diagnostics);

    public static FileDiagnostics Of(SplitFile file, CancellationToken cancellation) => new(file.Path, file.Diagnostics);

    public static FileDiagnostics Of(CompiledModel model, CancellationToken cancellation) => new(model.Owner, model.Diagnostics);

    /// <summary>Everything in order.</summary>
    public static EquatableArray<PlacedDiagnostic> Merge(
        ImmutableArray<FileDiagnostics> parsed,
        ImmutableArray<FileDiagnostics> split,
        ImmutableArray<FileDiagnostics> compiled) =>
        PlacedDiagnostic.Order(
            parsed.Concat(split).Concat(compiled).SelectMany(f => f.Diagnostics.Select(d => new PlacedDiagnostic(f.Path, d))));
}
