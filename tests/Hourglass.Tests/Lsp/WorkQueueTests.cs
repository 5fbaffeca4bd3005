using System.Collections.Concurrent;
using Hourglass.Cli.Lsp;

namespace Hourglass.Tests.Lsp;

/// <summary>Changes keep their order, and questions see what stood before the next change.</summary>
public sealed class WorkQueueTests
{
    [Fact]
    public async Task Every_question_is_about_the_text_when_it_was_asked()
    {
        var queue = new WorkQueue();
        var text = 0;
        var answers = new List<Task<(int Asked, int Seen)>>();
        var changes = new List<Task>();
        for (var i = 0; i < 200; i++)
        {
            var number = i;
            changes.Add(queue.ChangeAsync(() => text = number));
            for (var question = 0; question < 3; question++)
            {
                answers.Add(queue.AskAsync(
                    () =>
                    {
                        Thread.Sleep(number % 3);
                        return (number, Volatile.Read(ref text));
                    },
                    CancellationToken.None));
            }
        }

        await Task.WhenAll(changes);
        Assert.All(await Task.WhenAll(answers), answer => Assert.Equal(answer.Asked, answer.Seen));
    }

    [Fact]
    public async Task Questions_run_side_by_side()
    {
        var queue = new WorkQueue();
        using var both = new Barrier(2);
        var answers = Enumerable.Range(0, 2).Select(_ => queue.AskAsync(() => both.SignalAndWait(10_000), CancellationToken.None));
        Assert.All(await Task.WhenAll(answers), Assert.True);
    }

    [Fact]
    public async Task A_question_without_an_end_holds_nothing_up()
    {
        var queue = new WorkQueue();
        using var end = new ManualResetEventSlim();
        var endless = queue.AskAsync(() => end.Wait(60_000), CancellationToken.None);
        var order = new ConcurrentQueue<int>();
        await Task.WhenAll(Enumerable.Range(0, 5).Select(i => queue.ChangeAsync(() => order.Enqueue(i))));
        Assert.Equal([0, 1, 2, 3, 4], order);
        Assert.False(endless.IsCompleted);
        end.Set();
        Assert.True(await endless);
    }

    [Fact]
    public async Task What_was_taken_back_is_not_begun()
    {
        var queue = new WorkQueue();
        using var changing = new ManualResetEventSlim();
        using var cancellation = new CancellationTokenSource();
        var change = queue.ChangeAsync(() => changing.Wait(60_000));
        var asked = queue.AskAsync<int>(() => throw new InvalidOperationException("begun"), cancellation.Token);
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        Assert.False(change.IsCompleted);
        changing.Set();
        await change;
    }

    [Fact]
    public async Task A_change_that_fails_is_told_and_others_follow()
    {
        var queue = new WorkQueue();
        var failed = queue.ChangeAsync(() => throw new InvalidOperationException("no"));
        var after = queue.AskAsync(() => 1, CancellationToken.None);
        await Assert.ThrowsAsync<InvalidOperationException>(() => failed);
        Assert.Equal(1, await after);
    }
}
