using Hourglass.Compiler;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Cli.Sources;

/// <summary>A file with the files that it imports; those reach its constants and blocks, and theirs need no further files.</summary>
/// <param name="Main">The file.</param>
/// <param name="Imports">What it imports, by the path as it is written.</param>
internal sealed record ModelFile(ParsedFile Main, IReadOnlyDictionary<string, ParsedFile> Imports)
{
    /// <summary>Imports that may not be read and why, by the path as it is written.</summary>
    public IReadOnlyDictionary<string, ImportRefusal> Refused { get; init; } = new Dictionary<string, ImportRefusal>();

    /// <summary>
    /// Reads a file and what it imports, relative to its folder. What is wrong with an import is the compiler's to report, at its place.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="root">A folder that imports may lie in besides the project's, or null.</param>
    public static ModelFile Read(string path, string? root = null)
    {
        var main = ParsedFile.Read(path);
        var reader = new ImportReader(path, root);
        var imports = new Dictionary<string, ParsedFile>(StringComparer.Ordinal);
        var refused = new Dictionary<string, ImportRefusal>(StringComparer.Ordinal);
        foreach (var import in main.Tree.Imports.Select(import => import.Path).Distinct(StringComparer.Ordinal))
        {
            var (file, refusal) = reader.Read(import);
            if (file is not null)
            {
                imports.Add(import, file);
            }
            else if (refusal is not null)
            {
                refused.Add(import, refusal);
            }
        }

        return new ModelFile(main, imports) { Refused = refused };
    }

    /// <summary>The trees alone, as the compiler takes them.</summary>
    public IReadOnlyDictionary<string, SourceFile> ImportedTrees =>
        Imports.ToDictionary(pair => pair.Key, pair => pair.Value.Tree, StringComparer.Ordinal);
}
