using System.Collections.Immutable;
using Hourglass.Generators.Reporting;

namespace Hourglass.Generators.Classes;

/// <summary>What is wrong with a class's clauses, in the lines of its assembled model.</summary>
internal sealed record ClassDiagnostics(string FullName, EquatableArray<Diagnostic> Diagnostics)
{
    /// <summary>
    /// Everything at its place in C# files: what is wrong with the classes themselves, with the syntax of their clauses, and with their
    /// models where the syntax is right.
    /// </summary>
    public static EquatableArray<PlacedDiagnostic> Place(
        ImmutableArray<AnnotatedClass> classes,
        ImmutableArray<ClassDiagnostics> parsed,
        ImmutableArray<ClassDiagnostics> compiled)
    {
        var placed = new List<PlacedDiagnostic>();
        foreach (var type in classes)
        {
            var name = type.Places.Name;
            placed.AddRange(type.Problems.Select(p => new PlacedDiagnostic(type.Places.Path, p) { Start = name.Start, End = name.End }));
            var own = Of(parsed, type) ?? Of(compiled, type);
            placed.AddRange((own?.Diagnostics ?? default).Select(d => VirtualLines.Place(type, d)));
        }

        return PlacedDiagnostic.Order(placed);
    }

    private static ClassDiagnostics? Of(ImmutableArray<ClassDiagnostics> all, AnnotatedClass type) =>
        all.FirstOrDefault(d => d.FullName == type.Clauses.FullName);
}
