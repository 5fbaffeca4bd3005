using System.Security;
using Hourglass.Cli.Hosting;

namespace Hourglass.Cli.Sources;

/// <summary>Files that are named by the folder that they lie in.</summary>
internal static class ModelFolder
{
    /// <summary>Folders of copies that a build makes.</summary>
    private static readonly string[] Built = ["bin", "obj", "node_modules"];

    /// <summary>A file as it is named; of a folder, the .ae files in it and in folders below, but in none that a build makes or that is
    /// hidden, and through no link.</summary>
    /// <exception cref="ToolException">A folder has none, or cannot be read.</exception>
    public static IReadOnlyList<string> FilesOf(string name)
    {
        if (!Directory.Exists(name))
        {
            return [name];
        }

        try
        {
            var files = FilesIn(name).ToArray();
            return files.Length > 0 ? files : throw new ToolException($"there is no .ae file in the folder '{name}', nor in one below it.");
        }
        catch (Exception bad) when (bad is IOException or UnauthorizedAccessException or SecurityException)
        {
            throw new ToolException($"the folder '{name}' cannot be read: {bad.Message}");
        }
    }

    private static IEnumerable<string> FilesIn(string folder) =>
        Directory.EnumerateFiles(folder, "*.ae").Order(StringComparer.Ordinal)
            .Concat(Directory.EnumerateDirectories(folder)
                .Where(inner => Path.GetFileName(inner) is var name && name[0] != '.' && !Built.Contains(name, StringComparer.Ordinal)
                    && new DirectoryInfo(inner).LinkTarget is null)
                .Order(StringComparer.Ordinal)
                .SelectMany(FilesIn));
}
