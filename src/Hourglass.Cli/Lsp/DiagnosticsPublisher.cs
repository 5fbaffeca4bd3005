using System.Collections.Concurrent;
using Hourglass.Cli.Lsp.Answers;
using Hourglass.Cli.Lsp.Protocol;

namespace Hourglass.Cli.Lsp;

/// <summary>
/// Tells a client what is wrong with its documents, once nothing has been typed for a moment: besides the answers, which do not wait for
/// it.
/// </summary>
/// <param name="session">The session.</param>
/// <param name="tell">Sends a notification.</param>
/// <param name="ask">Sends a request.</param>
/// <param name="failed">Is told of mistakes of the compiler.</param>
internal sealed class DiagnosticsPublisher(
    Session session,
    Func<string, object, Task> tell,
    Func<string, object?, Task> ask,
    Action<string, Exception> failed)
{
    /// <summary>Less than the time between two keys.</summary>
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(30);

    /// <summary>Whoever types without a pause is told all the same.</summary>
    private static readonly TimeSpan Most = TimeSpan.FromMilliseconds(300);

    private readonly SemaphoreSlim _touched = new(0);
    private readonly ConcurrentQueue<(string Path, bool IsEdited)> _changed = new();
    private readonly ConcurrentQueue<string> _closed = new();

    /// <summary>What is to be looked at: what was edited, and what depends on it.</summary>
    private readonly HashSet<string> _edited = new(StringComparer.Ordinal);
    private readonly HashSet<string> _dependent = new(StringComparer.Ordinal);

    /// <summary>What was told of each document.</summary>
    private readonly Dictionary<string, (int? Version, IReadOnlyList<Diagnostic> Diagnostics)> _told = new(StringComparer.Ordinal);

    private readonly Lock _lock = new();
    private CancellationTokenSource? _looking;

    /// <summary>A text will change: what is being found out about the one before is in the way.</summary>
    public void Interrupt()
    {
        lock (_lock)
        {
            _looking?.Cancel();
        }
    }

    /// <summary>A file has another text, and others depend on it.</summary>
    public void Touch(string path, IEnumerable<string> dependents)
    {
        _changed.Enqueue((path, true));
        foreach (var dependent in dependents.Where(dependent => dependent != path))
        {
            _changed.Enqueue((dependent, false));
        }

        _touched.Release();
    }

    /// <summary>A document is closed: nothing is wrong with it any more.</summary>
    public void Forget(string path, string uri)
    {
        _closed.Enqueue(path);
        lock (_lock)
        {
            _ = tell("textDocument/publishDiagnostics", new PublishDiagnosticsParams(uri, null, []));
        }
    }

    /// <summary>Tells, until the server ends.</summary>
    public async Task RunAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            try
            {
                await _touched.WaitAsync(end);
                for (var start = DateTime.UtcNow; DateTime.UtcNow - start < Most && await _touched.WaitAsync(Silence, end);)
                {
                }

                await LookAsync(end);
            }
            catch (OperationCanceledException)
            {
                // The end; or the text has changed, and its turn comes again.
            }
            catch (Exception error)
            {
                failed(
                    $"Diagnostics failed with {error.GetType().Name}: {Hosting.Failures.FirstLine(error.Message)} This is a mistake of the "
                    + "tool; please report it with the model's text.",
                    error);
            }
        }
    }

    private async Task LookAsync(CancellationToken end)
    {
        using var looking = CancellationTokenSource.CreateLinkedTokenSource(end);
        lock (_lock)
        {
            _looking = looking;
        }

        try
        {
            await PublishAsync(looking.Token);
        }
        finally
        {
            lock (_lock)
            {
                _looking = null;
            }
        }
    }

    private async Task PublishAsync(CancellationToken cancellation)
    {
        while (_changed.TryDequeue(out var changed))
        {
            (changed.IsEdited ? _edited : _dependent).Add(changed.Path);
        }

        while (_closed.TryDequeue(out var path))
        {
            _told.Remove(path);
        }

        // What was edited comes first, what imports it after.
        _dependent.ExceptWith(_edited);
        var refresh = _dependent.Count > 0;
        foreach (var path in (string[])[.. _edited, .. _dependent])
        {
            // Before it is looked at: a text that makes the compiler fail does not do so for ever.
            var isEdited = _edited.Remove(path) || !_dependent.Remove(path);
            try
            {
                await PublishAsync(path, cancellation);
            }
            catch (OperationCanceledException)
            {
                (isEdited ? _edited : _dependent).Add(path);
                throw;
            }
        }

        if (refresh)
        {
            Refresh();
        }
    }

    private async Task PublishAsync(string path, CancellationToken cancellation)
    {
        if (!session.Documents.IsOpen(path))
        {
            return;
        }

        var version = session.Workspace.VersionOf(path);
        var diagnostics = session.Workspace.Diagnostics(path, cancellation);
        if (session.Workspace.VersionOf(path) != version)
        {
            // It has changed on the way, and its turn comes again.
            return;
        }

        if (_told.TryGetValue(path, out var told) && told.Version == version && told.Diagnostics.SequenceEqual(diagnostics))
        {
            return;
        }

        _told[path] = (version, diagnostics);
        var uri = session.Documents.UriOf(path);
        var message = new PublishDiagnosticsParams(uri, version, [.. diagnostics.Select(d => Diagnosis.Of(d, uri, session.Client))]);
        Task telling;
        lock (_lock)
        {
            // Nothing comes behind the message that a closed document has none.
            if (!session.Documents.IsOpen(path))
            {
                return;
            }

            telling = tell("textDocument/publishDiagnostics", message);
        }

        await telling;
    }

    /// <summary>Documents that nobody edits have other shapes and names, and no client asks for them by itself.</summary>
    private void Refresh()
    {
        // Nobody waits for the answers: a client may be slow to give them.
        if (session.Client.HintRefresh)
        {
            _ = ask("workspace/inlayHint/refresh", null);
        }

        if (session.Client.ColourRefresh)
        {
            _ = ask("workspace/semanticTokens/refresh", null);
        }
    }
}
