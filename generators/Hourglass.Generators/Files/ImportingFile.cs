using Hourglass.Compiler;
using Hourglass.Compiler.Syntax.Tree;
using Hourglass.Generators.Reporting;

namespace Hourglass.Generators.Files;

/// <summary>What other files may import from a file: its constants and blocks, and the way to those that it imports itself.</summary>
internal sealed record ExportedFile(string Path, SourceFile Tree)
{
    /// <summary>Models are left out, and so is the text's length: an edit of either must not reach the importers.</summary>
    public static ExportedFile Of(AeFile file, CancellationToken cancellation) => new(
        ProjectPath.Normalise(file.Path),
        file.Tree with
        {
            Span = default,
            Declarations = file.Tree.Declarations.Where(d => d is not (ModelDeclaration or VariantDeclaration)).ToEquatable(),
        });
}

/// <summary>One import with its tree.</summary>
internal sealed record ImportedFile(string Import, SourceFile Tree);

/// <summary>A file and what it imports; nothing of the files that it does not import.</summary>
internal sealed record ImportingFile(AeFile File, EquatableArray<ImportedFile> Imports)
{
    public static ImportingFile Of((AeFile File, EquatableArray<ExportedFile> Exports) pair, CancellationToken cancellation)
    {
        var imports = pair.File.Tree.Imports
            .Select(import => import.Path)
            .Distinct(StringComparer.Ordinal)
            .Select(path => Find(pair.Exports, ProjectPath.Resolve(pair.File.Path, path)) is { } found
                ? new ImportedFile(path, found.Tree)
                : null)
            .OfType<ImportedFile>();
        return new ImportingFile(pair.File, imports.ToEquatable());
    }

    /// <summary>Never throws: a failure becomes a diagnostic of the file.</summary>
    public SplitFile Split(CancellationToken cancellation) => Guard.Run(
        () =>
        {
            var imports = Imports.ToDictionary(i => i.Import, i => i.Tree, StringComparer.Ordinal);
            var (models, diagnostics) = AeCompiler.Split(File.Tree, imports, cancellation);
            var distinct = models.GroupBy(m => m.Name, StringComparer.Ordinal).Select(same => same.First());
            return new SplitFile(File.Path, distinct.ToEquatable(), diagnostics);
        },
        failure => new SplitFile(File.Path, default, EquatableArray.Of(failure)));

    /// <summary>By the exact path, or by one that differs in case alone, as it would be found on Windows.</summary>
    private static ExportedFile? Find(EquatableArray<ExportedFile> exports, string path) =>
        exports.FirstOrDefault(e => string.Equals(e.Path, path, StringComparison.Ordinal))
        ?? exports.FirstOrDefault(e => string.Equals(e.Path, path, StringComparison.OrdinalIgnoreCase));
}

/// <summary>A file's models.</summary>
internal sealed record SplitFile(string Path, EquatableArray<ModelInput> Models, EquatableArray<Diagnostic> Diagnostics);
