using System.Collections.Immutable;
using Hourglass.Compiler;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax;
using Hourglass.Generators.Files;
using Hourglass.Generators.Models;

namespace Hourglass.Generators.Reporting;

/// <summary>What one stage says of one file or model.</summary>
/// <param name="Path">The file.</param>
/// <param name="Extents">The text that it is about; empty for the whole file.</param>
/// <param name="Diagnostics">What it says.</param>
internal sealed record FileDiagnostics(string Path, EquatableArray<TextSpan> Extents, EquatableArray<Diagnostic> Diagnostics)
{
    public static FileDiagnostics Of(AeFile file, CancellationToken cancellation) => new(file.Path, default, file.Diagnostics);

    public static FileDiagnostics Of(SplitFile file, CancellationToken cancellation) => new(file.Path, default, file.Diagnostics);

    public static FileDiagnostics Of(CompiledModel model, CancellationToken cancellation) => new(model.Owner, model.Extents, model.Diagnostics);

    /// <summary>Everything in order, without what merely follows from a syntax error.</summary>
    public static EquatableArray<PlacedDiagnostic> Merge(
        ImmutableArray<FileDiagnostics> parsed,
        ImmutableArray<FileDiagnostics> split,
        ImmutableArray<FileDiagnostics> compiled)
    {
        var syntax = parsed.ToLookup(p => p.Path, StringComparer.Ordinal);
        var models = compiled.Select(m => m with { Diagnostics = FollowUps.Without(syntax[m.Path].SelectMany(p => p.Diagnostics), m.Extents, m.Diagnostics) });
        return PlacedDiagnostic.Order(parsed.Concat(split).Concat(models).SelectMany(f => f.Diagnostics.Select(d => new PlacedDiagnostic(f.Path, d))));
    }
}
