using System.Collections.Concurrent;
using System.IO.Enumeration;
using Hourglass.Cli.Files;
using Hourglass.Cli.Hosting;
using Hourglass.Cli.Sources;
using Hourglass.Compiler;
using Hourglass.Editor;
using Hourglass.Files;

namespace Hourglass.Cli.Lsp;

/// <summary>
/// What the disk has, by the rules that <c>check</c> reads files by. It is asked at every key: a file is read again only once it has
/// changed.
/// </summary>
internal sealed class ProjectFiles : IFileSource
{
    /// <summary>More files than anybody wants to see the uses of a name in.</summary>
    private const int MostFiles = 2_000;

    private const int MostEntries = 100_000;

    /// <summary>For so long a project has the files that it had: a new one is not missed before.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private static readonly ImportRefusal NeverSaved =
        new("this document lies in no folder yet", "save it beside the file that it imports");

    private static readonly string[] Passed = ["bin", "obj", "node_modules"];

    private readonly ConcurrentDictionary<string, FileStamp> _seen = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<(string Importer, string Import), (FileStamp Stamp, Imported Import)> _imports = new();
    private readonly ConcurrentDictionary<string, (FileStamp Stamp, string? Text)> _texts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (DateTime At, IReadOnlyList<string> Files)> _projects = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public Imported Import(string importer, string import)
    {
        if (ImportPath.Refuse(import) is { } refusal)
        {
            return new Imported(null, null, refusal);
        }

        if (!Documents.IsFile(importer))
        {
            return new Imported(null, null, NeverSaved);
        }

        var path = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(importer) ?? "", import.Replace('\\', '/')));
        var stamp = See(path);
        if (_imports.TryGetValue((importer, import), out var known) && known.Stamp == stamp)
        {
            return known.Import;
        }

        var (text, refused) = new ImportReader(importer, root: null).ReadText(import);
        var imported = new Imported(path, text?.Text, refused);
        if (refused is null)
        {
            // Why it is refused may change without the file.
            _imports[(importer, import)] = (stamp, imported);
        }

        return imported;
    }

    /// <inheritdoc/>
    public string? Read(string path)
    {
        if (!Documents.IsFile(path) || !path.EndsWith(".ae", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var stamp = See(path);
        if (!_texts.TryGetValue(path, out var known) || known.Stamp != stamp)
        {
            known = _texts[path] = (stamp, stamp == default || stamp.Length > ImportReader.MostBytes ? null : Text(path));
        }

        return known.Text;
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> ProjectOf(string path) =>
        Documents.IsFile(path) ? FoundIn(() => ProjectFolders.Of(path, root: null)[0]) : [];

    /// <inheritdoc/>
    public IReadOnlyList<string> FilesOf(string folder) => FoundIn(() => folder);

    /// <summary>
    /// The files that were read and are not what they were, each change once: a client that watches no files does not tell of them.
    /// </summary>
    public IReadOnlyList<string> Changed()
    {
        string[] changed = [.. _seen.Where(file => FileStamp.Of(file.Key) != file.Value).Select(file => file.Key)];
        foreach (var path in changed)
        {
            See(path);
        }

        return changed;
    }

    /// <summary>The files of a folder; none where it, or what it is found by, cannot be read.</summary>
    private IReadOnlyList<string> FoundIn(Func<string> find)
    {
        try
        {
            var folder = find();
            if (!_projects.TryGetValue(folder, out var known) || DateTime.UtcNow - known.At > Fresh)
            {
                known = _projects[folder] = (DateTime.UtcNow, FilesIn(folder));
            }

            return known.Files;
        }
        catch (Exception error) when (RegularFile.IsOfFiles(error))
        {
            return [];
        }
    }

    private FileStamp See(string path) => _seen[path] = FileStamp.Of(path);

    private static string? Text(string path)
    {
        try
        {
            return SourceText.Read(path).Text;
        }
        catch (ToolException)
        {
            // The workspace takes what is not there and what cannot be read alike.
            return null;
        }
    }

    private static IReadOnlyList<string> FilesIn(string folder)
    {
        var entries = 0;
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden,
        };
        var files = new FileSystemEnumerable<string>(folder, (ref entry) => entry.ToFullPath(), options)
        {
            ShouldIncludePredicate = (ref entry) =>
                !entry.IsDirectory && entry.FileName.EndsWith(".ae", StringComparison.OrdinalIgnoreCase),
            ShouldRecursePredicate = (ref entry) => entries++ < MostEntries && !Passed.Contains(entry.FileName.ToString()),
        };
        return [.. files.Take(MostFiles)];
    }
}
