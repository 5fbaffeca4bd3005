using Hourglass.Compiler.Binding;
using Hourglass.Editor.Analysis;

namespace Hourglass.Editor.Features;

/// <summary>Where names are declared and used.</summary>
internal static class Navigation
{
    /// <summary>Where the name at a place is declared: here, or in an import.</summary>
    public static IReadOnlyList<Location> Definition(FileAnalysis file, LinePosition at)
    {
        if (ImportAt(file, at) is { } imported)
        {
            return [new Location(imported.Path, default)];
        }

        return file.Names.At(at) is { Name.Kind: not NameKind.Word } place ? DeclarationsOf(file, place.Name) : [];
    }

    /// <summary>The file that an import's path names, where that is what stands at a place.</summary>
    public static ImportedFile? ImportAt(FileAnalysis file, LinePosition at) => file.Tree.Imports
        .Where(import => import.PathSpan.Start.CompareTo(at) <= 0 && at.CompareTo(import.PathSpan.End) <= 0)
        .Select(import => file.Imports.GetValueOrDefault(import.Path))
        .FirstOrDefault();

    /// <summary>Where a name of a file is declared.</summary>
    public static IReadOnlyList<Location> DeclarationsOf(FileAnalysis file, SourceName name)
    {
        var own = file.Names.Of(name).Where(place => place.IsDeclaration).Select(place => new Location(file.Path, place.Span)).ToArray();
        return own.Length > 0 || !name.IsShared
            ? own
            : [.. file.Imports.Values.DistinctBy(import => import.Path).SelectMany(import => NameTable.Of(import.Tree, []).Of(name)
                .Where(place => place.IsDeclaration)
                .Select(place => new Location(import.Path, place.Span)))];
    }
}
