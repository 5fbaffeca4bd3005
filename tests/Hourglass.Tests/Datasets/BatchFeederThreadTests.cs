using Hourglass.Datasets;
using Hourglass.Training;
using static TorchSharp.torch;

namespace Hourglass.Tests.Datasets;

/// <summary>The thread that prepares batches: its errors, its end.</summary>
public class BatchFeederThreadTests
{
    [Fact]
    public void Errors_of_the_thread_come_out_of_the_next_batch()
    {
        using var scope = NewDisposeScope();
        using var bound = FeederData.All().Bind(FeederData.Fields(Domain.Unit));
        using var feeder = new BatchFeeder(bound, 40, seed: 5);
        var order = Seeds.Permutation(FeederData.Rows, 5, 0);
        order[60] = FeederData.Rows;
        feeder.Start(order, 0, 0);
        Assert.Equal(40, feeder.Next().Count);
        Assert.Contains(
            "There is no example 107 of 'x'",
            Assert.Throws<ArgumentOutOfRangeException>(feeder.Next).Message,
            StringComparison.Ordinal);
        feeder.Start(Seeds.Permutation(FeederData.Rows, 5, 0), 0, 0);
        Assert.Equal([40, 40, 27], Enumerable.Range(0, 3).Select(_ => feeder.Next().Count));
    }

    [Fact]
    public void Nothing_is_prepared_once_training_is_cancelled_and_nothing_outlives_the_feeder()
    {
        using var scope = NewDisposeScope();
        using var bound = FeederData.All().Bind(FeederData.Fields(Domain.Unit));
        using var cancellation = new CancellationTokenSource();
        var order = Seeds.Permutation(FeederData.Rows, 5, 0);
        order[60] = FeederData.Rows;
        using var feeder = new BatchFeeder(bound, 40, 5, cancellation.Token);
        cancellation.Cancel();
        feeder.Start(order, 0, 0);
        feeder.Next();
        Assert.Null(feeder.Thread);

        var other = new BatchFeeder(bound, 40, 5);
        other.Start(Seeds.Permutation(FeederData.Rows, 5, 0), 0, 0);
        var batch = other.Next();
        var thread = other.Thread!;
        Assert.True(thread.IsAlive);
        other.Dispose();
        other.Dispose();
        Assert.False(thread.IsAlive);
        Assert.True(batch["x"].IsInvalid);
    }
}
