using Hourglass.Compiler;

namespace Hourglass.Editor.Tests;

/// <summary>A project's files, in memory; all of them in one folder.</summary>
internal sealed class MemoryFiles : IFileSource
{
    public const string Folder = "/project/";

    public Dictionary<string, string> Texts { get; } = new(StringComparer.Ordinal);

    public Imported Import(string importer, string import) =>
        ImportPath.Refuse(import) is { } refusal
            ? new Imported(null, null, refusal)
            : new Imported(Folder + import, Read(Folder + import), null);

    public string? Read(string path) => Texts.GetValueOrDefault(path);

    public IReadOnlyList<string> ProjectOf(string path) => FilesOf(Folder);

    public IReadOnlyList<string> FilesOf(string folder) =>
        [.. Texts.Keys.Where(path => path.StartsWith(folder, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
}
