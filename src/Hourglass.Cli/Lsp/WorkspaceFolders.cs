using Hourglass.Cli.Lsp.Protocol;

namespace Hourglass.Cli.Lsp;

/// <summary>The folders that a client has open: where declarations are looked for by name.</summary>
internal sealed class WorkspaceFolders
{
    private readonly Lock _lock = new();
    private readonly List<string> _paths = [];

    /// <summary>Their paths.</summary>
    public IReadOnlyList<string> Paths
    {
        get
        {
            lock (_lock)
            {
                return [.. _paths];
            }
        }
    }

    /// <summary>Takes those that a client begins with: its folders, or of older clients its one.</summary>
    public void Begin(InitializeParams client) => Change(
        client.WorkspaceFolders ?? (client.RootUri is { } root ? [new WorkspaceFolder(root)] : []), []);

    /// <summary>Takes and leaves folders; what lies on no disk has no files.</summary>
    public void Change(WorkspaceFolder[] added, WorkspaceFolder[] removed)
    {
        lock (_lock)
        {
            string[] gone = [.. removed.Select(PathOf)];
            _paths.RemoveAll(gone.Contains);
            _paths.AddRange(added.Select(PathOf).Where(Documents.IsFile).Except(_paths, StringComparer.Ordinal));
        }
    }

    private static string PathOf(WorkspaceFolder folder) => Path.TrimEndingDirectorySeparator(Documents.PathOf(folder.Uri));
}
