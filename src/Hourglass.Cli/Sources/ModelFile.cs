using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Cli.Sources;

/// <summary>A file with the files that it imports; those reach its constants and blocks, and theirs need no further files.</summary>
/// <param name="Main">The file.</param>
/// <param name="Imports">What it imports, by the path as it is written.</param>
internal sealed record ModelFile(ParsedFile Main, IReadOnlyDictionary<string, ParsedFile> Imports)
{
    /// <summary>Reads a file and what it imports, relative to its folder. A missing import is the compiler's to report, at its place.</summary>
    public static ModelFile Read(string path)
    {
        var main = ParsedFile.Read(path);
        var folder = Path.GetDirectoryName(path) ?? "";
        var imports = new Dictionary<string, ParsedFile>(StringComparer.Ordinal);
        foreach (var import in main.Tree.Imports.Select(import => import.Path).Distinct(StringComparer.Ordinal))
        {
            var imported = Path.Combine(folder, import.Replace('\\', '/'));
            if (File.Exists(imported))
            {
                imports.Add(import, ParsedFile.Read(imported));
            }
        }

        return new ModelFile(main, imports);
    }

    /// <summary>The trees alone, as the compiler takes them.</summary>
    public IReadOnlyDictionary<string, SourceFile> ImportedTrees => Imports.ToDictionary(pair => pair.Key, pair => pair.Value.Tree, StringComparer.Ordinal);
}
