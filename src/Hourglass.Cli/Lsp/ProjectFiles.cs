using System.Collections.Concurrent;
using System.IO.Enumeration;
using Hourglass.Cli.Hosting;
using Hourglass.Cli.Sources;
using Hourglass.Compiler;
using Hourglass.Editor;
using Hourglass.Files;

namespace Hourglass.Cli.Lsp;

/// <summary>What the disk has, by the rules that <c>check</c> reads files by.</summary>
internal sealed class ProjectFiles : IFileSource
{
    /// <summary>More files than anybody wants to see the uses of a name in.</summary>
    private const int MostFiles = 2_000;

    private const int MostEntries = 100_000;

    private static readonly ImportRefusal NeverSaved = new("this document lies in no folder yet", "save it beside the file that it imports");

    private static readonly string[] Passed = ["bin", "obj", "node_modules"];

    private readonly ConcurrentDictionary<string, (DateTime Written, long Length)> _read = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Imported Import(string importer, string import)
    {
        if (!Documents.IsFile(importer))
        {
            return new Imported(null, null, ImportPath.Refuse(import) ?? NeverSaved);
        }

        if (ImportPath.Refuse(import) is { } refusal)
        {
            return new Imported(null, null, refusal);
        }

        var path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(importer) ?? "", import.Replace('\\', '/')));
        Remember(path);
        var (file, refused) = new ImportReader(importer, root: null).Read(import);
        return new Imported(path, file?.Source.Text, refused);
    }

    /// <inheritdoc/>
    public string? Read(string path)
    {
        if (!Documents.IsFile(path) || !path.EndsWith(".ae", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        Remember(path);
        try
        {
            return new FileInfo(path) is { Exists: true, Length: <= ImportReader.MostBytes } ? SourceText.Read(path).Text : null;
        }
        catch (Exception error) when (error is ToolException || RegularFile.IsOfFiles(error))
        {
            // The workspace takes what is not there and what cannot be read alike.
            return null;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> ProjectOf(string path)
    {
        if (!Documents.IsFile(path))
        {
            return [];
        }

        try
        {
            var entries = 0;
            return
            [
                .. new FileSystemEnumerable<string>(
                    ProjectFolders.Of(path, root: null)[0],
                    (ref entry) => entry.ToFullPath(),
                    new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden })
                {
                    ShouldIncludePredicate = (ref entry) =>
                        !entry.IsDirectory && entry.FileName.EndsWith(".ae", StringComparison.OrdinalIgnoreCase),
                    ShouldRecursePredicate = (ref entry) => entries++ < MostEntries && !Passed.Contains(entry.FileName.ToString()),
                }.Take(MostFiles),
            ];
        }
        catch (Exception error) when (RegularFile.IsOfFiles(error))
        {
            return [];
        }
    }

    /// <summary>
    /// The files that were read and are not what they were, each change once: a client that watches no files does not tell of them.
    /// </summary>
    public IReadOnlyList<string> Changed()
    {
        string[] changed = [.. _read.Where(file => Stamp(file.Key) != file.Value).Select(file => file.Key)];
        foreach (var path in changed)
        {
            Remember(path);
        }

        return changed;
    }

    private void Remember(string path) => _read[path] = Stamp(path);

    private static (DateTime Written, long Length) Stamp(string path)
    {
        try
        {
            return new FileInfo(path) is { Exists: true } file ? (file.LastWriteTimeUtc, file.Length) : default;
        }
        catch (Exception error) when (RegularFile.IsOfFiles(error))
        {
            return default;
        }
    }
}
