using System.Collections.Concurrent;

namespace Hourglass.Cli.Lsp;

/// <summary>
/// The documents that a client has named. It is answered in its own spelling of their URIs, as it may compare them letter by letter.
/// </summary>
internal sealed class Documents
{
    private static readonly bool Windows = OperatingSystem.IsWindows();

    private readonly ConcurrentDictionary<string, string> _open = new(StringComparer.Ordinal);

    /// <summary>The path of a document.</summary>
    public static string PathOf(string uri) => DocumentUri.PathOf(uri, Windows);

    /// <summary>Whether a document lies on the disk.</summary>
    public static bool IsFile(string path) => DocumentUri.IsFile(path, Windows);

    /// <summary>The URI of a path.</summary>
    public string UriOf(string path) => _open.TryGetValue(path, out var uri) ? uri : DocumentUri.Of(path, Windows);

    /// <summary>Whether a document is open.</summary>
    public bool IsOpen(string path) => _open.ContainsKey(path);

    /// <summary>A document is open.</summary>
    /// <returns>Its path.</returns>
    public string Open(string uri)
    {
        var path = PathOf(uri);
        _open[path] = uri;
        return path;
    }

    /// <summary>A document is open no longer; false where it was not.</summary>
    public bool Close(string path) => _open.TryRemove(path, out _);
}
