using System.Collections.Immutable;
using Hourglass.Compiler;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Generators.Reporting;

namespace Hourglass.Generators.Classes;

/// <summary>What is wrong with a class's clauses, in the lines of its assembled model.</summary>
internal sealed record ClassDiagnostics(string FullName, EquatableArray<Diagnostic> Diagnostics)
{
    /// <summary>Everything at its place in C# files, together with what is wrong with the classes themselves.</summary>
    public static EquatableArray<PlacedDiagnostic> Place(ImmutableArray<AnnotatedClass> classes, ImmutableArray<ClassDiagnostics> found)
    {
        var placed = new List<EquatableArray<PlacedDiagnostic>>();
        foreach (var type in classes)
        {
            placed.Add(type.Problems.Select(p => new PlacedDiagnostic(type.Places.Path, p)).ToEquatable());
            var own = found.Where(f => f.FullName == type.Clauses.FullName).SelectMany(f => f.Diagnostics);
            placed.Add(own.Select(d => VirtualLines.Place(type, d)).ToEquatable());
        }

        return PlacedDiagnostic.Order(placed);
    }
}
