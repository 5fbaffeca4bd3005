using Hourglass.Cli.Files;

namespace Hourglass.Cli.Watching;

/// <summary>
/// Waits until files change. Editors write in place, or write beside and rename: so folders are watched, and what counts is not what the
/// system says of them but how the files look. Where the system says nothing (a limit, a file system of another machine), a look now and
/// then finds the change.
/// </summary>
internal sealed class WatchedFiles : IDisposable
{
    /// <summary>How often to look without being told.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    /// <summary>How long the files must stay as they are for a save to be over.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(60);

    private readonly SemaphoreSlim _told = new(0, 1);
    private readonly Dictionary<string, FileSystemWatcher?> _folders = new(StringComparer.Ordinal);
    private Dictionary<string, FileStamp?> _looks = new(StringComparer.Ordinal);

    /// <summary>Says which files are waited for. One that was not among them counts as changed: it may have, since it was read.</summary>
    public void Set(IEnumerable<string> paths)
    {
        var all = paths.Select(Path.GetFullPath).Distinct(StringComparer.Ordinal).ToArray();
        foreach (var folder in all.Select(Path.GetDirectoryName).OfType<string>().Where(folder => !_folders.ContainsKey(folder)))
        {
            _folders[folder] = Watch(folder);
        }

        _looks = all.ToDictionary(path => path, path => _looks.GetValueOrDefault(path), StringComparer.Ordinal);
    }

    /// <summary>Remembers how they look now: before they are read, so that what changes afterwards is seen.</summary>
    public void Remember() => _looks = Now();

    /// <summary>Waits until one of them has changed and none changes any more.</summary>
    /// <returns>False where the wait was ended.</returns>
    public bool Wait(CancellationToken cancellation)
    {
        try
        {
            while (!HasChanged())
            {
                _told.Wait(Interval, cancellation);
            }

            var last = Now();
            while (true)
            {
                cancellation.WaitHandle.WaitOne(Quiet);
                cancellation.ThrowIfCancellationRequested();
                var now = Now();
                if (last.All(pair => now[pair.Key] == pair.Value))
                {
                    return true;
                }

                last = now;
            }
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var watcher in _folders.Values)
        {
            watcher?.Dispose();
        }

        _told.Dispose();
    }

    private bool HasChanged() => _looks.Any(pair => pair.Value != FileStamp.Of(pair.Key));

    private Dictionary<string, FileStamp?> Now() =>
        _looks.Keys.ToDictionary(path => path, path => (FileStamp?)FileStamp.Of(path), StringComparer.Ordinal);

    /// <summary>Null where the system watches nothing there: looking now and then is enough.</summary>
    private FileSystemWatcher? Watch(string folder)
    {
        try
        {
            var watcher = new FileSystemWatcher(folder);
            watcher.Changed += (_, _) => Tell();
            watcher.Created += (_, _) => Tell();
            watcher.Deleted += (_, _) => Tell();
            watcher.Renamed += (_, _) => Tell();
            watcher.EnableRaisingEvents = true;
            return watcher;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private void Tell()
    {
        try
        {
            _told.Release();
        }
        catch (Exception error) when (error is SemaphoreFullException or ObjectDisposedException)
        {
            // It is known already, or nobody waits any more.
        }
    }
}
