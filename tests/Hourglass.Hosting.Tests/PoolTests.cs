using Microsoft.Extensions.DependencyInjection;
using Service;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Hosting.Tests;

/// <summary>The pool: one copy a request, never more than it may have, and nothing left behind.</summary>
public class PoolTests(ServiceFixture service) : IClassFixture<ServiceFixture>
{
    [Fact]
    public async Task Each_request_has_a_model_to_itself()
    {
        using var pool = new AutoencoderPool<DigitScores>(service.Run, capacity: 2);
        var (inUse, most, used, gate) = (0, 0, new HashSet<DigitScores>(), new Lock());
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => pool.RunAsync(model =>
        {
            lock (gate)
            {
                most = Math.Max(most, ++inUse);
                used.Add(model);
            }

            Thread.Sleep(5);
            lock (gate)
            {
                inUse--;
            }

            return 0;
        }))));
        Assert.InRange(most, 1, 2);
        Assert.InRange(used.Count, 1, 2);
    }

    [Fact]
    public void Tensors_do_not_outlive_the_work_and_have_no_gradients()
    {
        using var pool = new AutoencoderPool<DigitScores>(service.Run);
        var (left, tracked, trains) = pool.Run(model =>
        {
            var y = model.Reconstruct(zeros(2, ScoreRequest.Pixels));
            return (y, y.requires_grad, model.training);
        });
        Assert.True(left.IsInvalid);
        Assert.False(tracked || trains);
    }

    [Fact]
    public async Task Waiting_ends_when_the_caller_has_gone_and_errors_give_the_place_back()
    {
        using var pool = new AutoencoderPool<DigitScores>(service.Run);
        Assert.Throws<InvalidOperationException>(() => pool.Run<int>(_ => throw new InvalidOperationException("of the work")));
        using var stop = new CancellationTokenSource();
        using var entered = new ManualResetEventSlim();
        using var leave = new ManualResetEventSlim();
        var busy = Task.Run(() => pool.Run(_ =>
        {
            entered.Set();
            leave.Wait();
            return 1;
        }));
        entered.Wait(TestContext.Current.CancellationToken);
        var waiting = pool.RunAsync(_ => 2, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        leave.Set();
        Assert.Equal(1, await busy);
        Assert.Equal(3, await pool.RunAsync(_ => 3, TestContext.Current.CancellationToken));
    }

    [Fact]
    public void A_host_gets_one_pool_and_a_wrong_folder_shows_when_it_is_warmed()
    {
        using var services = new ServiceCollection().AddAutoencoder<DigitScores>("nowhere", capacity: 3).BuildServiceProvider();
        var pool = services.GetRequiredService<AutoencoderPool<DigitScores>>();
        Assert.Same(pool, services.GetRequiredService<AutoencoderPool<DigitScores>>());
        Assert.Equal(3, pool.Capacity);
        Assert.Contains("'nowhere'", Assert.Throws<DataException>(pool.Warm).Message, StringComparison.Ordinal);
        services.Dispose();
        Assert.Throws<ObjectDisposedException>(() => pool.Run(_ => 0));
    }
}
