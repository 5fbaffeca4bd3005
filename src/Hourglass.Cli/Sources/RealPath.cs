namespace Hourglass.Cli.Sources;

/// <summary>Where a path leads once every link on the way is followed.</summary>
internal static class RealPath
{
    private const int MostLinks = 64;

    /// <summary>The absolute path without links; what does not exist stays as it is written.</summary>
    /// <exception cref="IOException">The links lead in a circle.</exception>
    public static string Of(string path)
    {
        var full = Path.GetFullPath(path);
        for (var links = 0; links < MostLinks; links++)
        {
            if (FollowFirst(full) is not { } followed)
            {
                return full;
            }

            full = followed;
        }

        throw new IOException($"The links of '{path}' lead in a circle.");
    }

    /// <summary>Whether something lies in a folder, both without links.</summary>
    public static bool IsWithin(string path, string folder) =>
        Path.GetRelativePath(folder, path) is var relative
        && relative != ".."
        && !relative.StartsWith(".." + Path.DirectorySeparatorChar, StringComparison.Ordinal)
        && !Path.IsPathRooted(relative);

    /// <summary>The path with its first link replaced by what that names; null without a link.</summary>
    private static string? FollowFirst(string full)
    {
        var at = Path.GetPathRoot(full)!;
        var parts = full[at.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        foreach (var (index, part) in parts.Index())
        {
            var folder = at;
            at = Path.Combine(at, part);
            if (new FileInfo(at).LinkTarget is { } target)
            {
                return Path.GetFullPath(Path.Combine([folder, target, .. parts[(index + 1)..]]));
            }
        }

        return null;
    }
}
