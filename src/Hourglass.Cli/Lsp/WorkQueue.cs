namespace Hourglass.Cli.Lsp;

/// <summary>
/// Changes one by one, in their order; questions between two changes side by side. So every answer is about the text as it was when it was
/// asked for.
/// </summary>
internal sealed class WorkQueue
{
    /// <summary>
    /// How long a change waits for the questions before it. One that takes longer is answered about a later text, and typing goes on.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly List<Task> _asked = [];
    private Task _changed = Task.CompletedTask;

    /// <summary>Answers a question once the changes before it are made.</summary>
    /// <exception cref="OperationCanceledException">It was taken back.</exception>
    public Task<T> AskAsync<T>(Func<T> answer, CancellationToken cancellation)
    {
        lock (_lock)
        {
            var asked = AfterAsync(_changed, answer, cancellation);
            _asked.RemoveAll(task => task.IsCompleted);
            _asked.Add(asked);
            return asked;
        }
    }

    /// <summary>Makes a change once the questions before it are answered.</summary>
    public Task ChangeAsync(Action change)
    {
        lock (_lock)
        {
            var asked = Task.WhenAll(_asked);
            _asked.Clear();
            return _changed = AfterAsync(_changed, asked, change);
        }
    }

    private static async Task<T> AfterAsync<T>(Task changed, Func<T> answer, CancellationToken cancellation)
    {
        // One that is taken back does not wait for its turn.
        var turn = changed.WaitAsync(cancellation);
        await turn.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        cancellation.ThrowIfCancellationRequested();
        return answer();
    }

    private static async Task AfterAsync(Task changed, Task asked, Action change)
    {
        await changed.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        await asked.WaitAsync(Patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        change();
    }
}
