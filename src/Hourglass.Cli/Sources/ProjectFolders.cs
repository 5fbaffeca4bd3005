namespace Hourglass.Cli.Sources;

/// <summary>The folders that a file may import from.</summary>
internal static class ProjectFolders
{
    private static readonly string[] Marks = ["*.csproj", "*.sln", "*.slnx", ".git"];

    /// <summary>
    /// The folder of the nearest project, solution or repository above a file, or the file's own where there is none; and the folder
    /// that was asked for. Without links.
    /// </summary>
    /// <param name="file">The importing file.</param>
    /// <param name="root">A further folder (<c>--root</c>), or null.</param>
    public static IReadOnlyList<string> Of(string file, string? root)
    {
        var own = Path.GetDirectoryName(RealPath.Of(file))!;
        var project = Above(own).FirstOrDefault(IsProject) ?? own;
        return root is null ? [project] : [project, RealPath.Of(root)];
    }

    private static IEnumerable<string> Above(string folder)
    {
        for (var at = folder; at is not null; at = Path.GetDirectoryName(at))
        {
            yield return at;
        }
    }

    private static bool IsProject(string folder)
    {
        try
        {
            return Marks.Any(mark => Directory.EnumerateFileSystemEntries(folder, mark).Any());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A folder that this user may not list is no project of theirs.
            return false;
        }
    }
}
