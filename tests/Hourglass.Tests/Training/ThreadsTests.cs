using Hourglass.Datasets;
using Hourglass.Evaluation;
using Hourglass.Numerics;
using Hourglass.Tests.Steps;
using Hourglass.Training;
using Hourglass.Training.Steps;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Training;

/// <summary>Torch has one generator for the whole process: what a thread does with a model does not depend on what others do meanwhile.
/// </summary>
public sealed class ThreadsTests
{
    private const int Threads = 4;

    [Theory]
    [InlineData("GammaCode")]
    [InlineData("InversePosterior")]
    public void Models_made_at_once_have_the_weights_of_their_seeds(string name)
    {
        var alone = Enumerable.Range(0, 8).Select(seed => Weights(TestModels.Create(name, seed))).ToArray();
        OnThreads(() =>
        {
            for (var round = 0; round < 40; round++)
            {
                Assert.Equal(alone[round % 8], Weights(TestModels.Create(name, round % 8)));
            }
        });
    }

    [Fact]
    public void Trainings_at_once_are_those_of_their_seeds()
    {
        var alone = Trained(1);
        OnThreads(() => Assert.Equal(alone, Trained(1)));
        Assert.NotEqual(alone, Trained(2));
    }

    [Fact]
    public void Evaluations_at_once_are_those_of_their_seeds()
    {
        var alone = Likelihoods();
        OnThreads(() => Assert.Equal(alone, Likelihoods()));

        static double[]? Likelihoods()
        {
            using var model = TestModels.Create("GammaCode");
            using var data = TestModels.DataSet(model, 200);
            using var bound = model.Bind(data);
            return new SplitPass(model, bound, DataSplit.Train) { BatchSize = 5 }
                .Numbers("", batch => model.Untyped.LogLikelihood(batch, 3));
        }
    }

    [Fact]
    public void A_scope_leaves_both_generators_as_they_were()
    {
        using var outer = new DrawScope(1);
        using var before = outer.State;
        using var torchBefore = RandomScope.Capture();
        using (new DrawScope(2))
        using (new RandomScope(3))
        {
            using var drawn = TorchDraws.Normal([100]);
            using var torchDrawn = randn(100);
        }

        using var after = outer.State;
        using var torchAfter = RandomScope.Capture();
        Assert.Equal(before.bytes.ToArray(), after.bytes.ToArray());
        Assert.Equal(torchBefore.bytes.ToArray(), torchAfter.bytes.ToArray());
    }

    [Fact]
    public async Task A_scope_that_ended_elsewhere_draws_no_more()
    {
        var scope = new DrawScope(1);
        await Task.Run(scope.Dispose);
        using var seeded = new RandomScope(4);
        using var expected = randn(3);
        using var again = new RandomScope(4);
        TorchDraws.Scope = scope;
        using var drawn = TorchDraws.Normal([3]);
        Assert.Equal(expected.data<float>().ToArray(), drawn.data<float>().ToArray());
    }

    /// <summary>Torch reads a state without a lock, and ends the process where a broken one is put back.</summary>
    [Fact]
    public void A_state_read_beside_draws_of_another_thread_is_whole()
    {
        using var end = new CancellationTokenSource();
        var drawing = new Thread(() =>
        {
            using var large = empty(100_000);
            while (!end.IsCancellationRequested)
            {
                large.uniform_(0, 1);
            }
        });
        drawing.Start();
        try
        {
            for (var i = 0; i < 100_000; i++)
            {
                using var state = RandomScope.Capture();
                Assert.Null(RandomState.WhyNot(state));
            }
        }
        finally
        {
            end.Cancel();
            drawing.Join();
        }
    }

    private static void OnThreads(Action act)
    {
        var failures = new Exception?[Threads];
        var threads = Enumerable.Range(0, Threads).Select(i => new Thread(() => failures[i] = Record.Exception(act))).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        Assert.All(failures, Assert.Null);
    }

    private static float[] Weights(Autoencoder model)
    {
        using (model)
        {
            return [.. model.parameters().SelectMany(parameter => parameter.data<float>().ToArray())];
        }
    }

    /// <summary>The weights, and the figures of the examples set aside, for which torch draws.</summary>
    private static double[] Trained(int seed)
    {
        using var model = TestModels.Create("GammaCode");
        using var data = TestModels.DataSet(model, 200);
        var report = model.TrainOn(data, new TrainOptions { Seed = seed, Epochs = 3, Validate = 0.5, Step = StepKind.Readable });
        return
        [
            .. model.parameters().SelectMany(parameter => parameter.data<float>().ToArray()).Select(value => (double)value),
            .. report.Epochs.Select(epoch => epoch.Validation!["total"]),
        ];
    }
}
