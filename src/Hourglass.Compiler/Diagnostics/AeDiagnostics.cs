using Hourglass.Compiler.Syntax;

namespace Hourglass.Compiler.Diagnostics;

/// <summary>Every diagnostic that there is: what release tracking, the table of errors and their pages are checked against.</summary>
public static class AeDiagnostics
{
    /// <summary>All descriptors, by id. A new group is added here.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
        new IReadOnlyList<DiagnosticDescriptor>[]
        {
            SyntaxErrors.All, NameErrors.All, HostErrors.All, ShapeErrors.All, DomainErrors.All, ObjectiveErrors.All, TrainingErrors.All,
        }.SelectMany(group => group).OrderBy(d => d.Id, StringComparer.Ordinal).ToArray();

    private static readonly Dictionary<string, DiagnosticDescriptor> ById = All.ToDictionary(d => d.Id, StringComparer.Ordinal);

    /// <summary>The descriptor of an id, or null where there is none.</summary>
    public static DiagnosticDescriptor? Find(string id) => ById.TryGetValue(id, out var found) ? found : null;
}
