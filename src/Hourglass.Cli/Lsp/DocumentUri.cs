namespace Hourglass.Cli.Lsp;

/// <summary>
/// Documents by URI, files by path. A file has its full path; any other document, such as one that was never saved
/// (<c>untitled:Untitled-1</c>), has its URI in the path's place.
/// </summary>
internal static class DocumentUri
{
    private const string Scheme = "file://";

    /// <summary>The path of a document.</summary>
    /// <param name="uri">Its URI, as a client writes it: letters of drives and signs may be percent-encoded.</param>
    /// <param name="windows">Whether paths are those of Windows.</param>
    public static string PathOf(string uri, bool windows)
    {
        if (!uri.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase))
        {
            return uri;
        }

        var rest = uri[Scheme.Length..];
        var slash = rest.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
        {
            return uri;
        }

        var host = rest[..slash] is var name && name.Equals("localhost", StringComparison.OrdinalIgnoreCase) ? "" : name;
        var path = Uri.UnescapeDataString(rest[slash..]);
        if (path.Contains('\0', StringComparison.Ordinal))
        {
            return uri;
        }

        if (!windows)
        {
            return host.Length > 0 ? uri : Path.GetFullPath(path);
        }

        return host.Length > 0 ? $@"\\{host}{path.Replace('/', '\\')}" : path.TrimStart('/').Replace('/', '\\');
    }

    /// <summary>The URI of a path.</summary>
    public static string Of(string path, bool windows)
    {
        if (!IsFile(path, windows))
        {
            return path;
        }

        var parts = (windows ? path.Replace('\\', '/') : path).Split('/').Select(Encode);
        var joined = string.Join('/', parts);
        return windows && joined.StartsWith("//", StringComparison.Ordinal)
            ? $"file:{joined}"
            : $"{Scheme}{(joined.StartsWith('/') ? "" : "/")}{joined}";
    }

    /// <summary>Whether a document lies on the disk.</summary>
    public static bool IsFile(string path, bool windows) => windows
        ? path.StartsWith(@"\\", StringComparison.Ordinal) || path is [var drive, ':', '\\', ..] && char.IsAsciiLetter(drive)
        : path.StartsWith('/');

    private static string Encode(string part) => part.Length == 2 && part[1] == ':' ? part : Uri.EscapeDataString(part);
}
