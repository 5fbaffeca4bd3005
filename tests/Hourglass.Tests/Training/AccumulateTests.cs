using Hourglass.Datasets;
using Hourglass.Training;
using Hourglass.Training.Steps;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Training;

/// <summary>Gradients of several batches that move the parameters together, against one batch of all their examples.</summary>
public class AccumulateTests
{
    /// <summary>45 examples: the last batch, and the last group of batches, are smaller than the others.</summary>
    private const int Examples = 45;

    private static Dataset Numbers()
    {
        using var random = new RandomScope(4);
        using var scope = NewDisposeScope();
        return Dataset.FromTensors(new Dictionary<string, Tensor> { ["x"] = randn(Examples, 6) });
    }

    [Theory]
    [InlineData(StepKind.Readable, "adam(1e-2)", "")]
    [InlineData(StepKind.Portable, "adam(1e-2)", "clip: norm(0.5)")]
    [InlineData(StepKind.Native, "adam(1e-2)", "")]
    [InlineData(StepKind.Readable, "sgd(1e-2, momentum: 0.9)", "clip: value(0.1)")]
    [InlineData(StepKind.Portable, "adamax(1e-2)", "")]
    [InlineData(StepKind.Native, "rmsprop(1e-3)", "clip: norm(0.5)")]
    public void They_move_them_as_the_large_batch_does(StepKind step, string optimizer, string clip)
    {
        using var scope = NewDisposeScope();
        using var data = Numbers();
        using var large = Model($"optimizer: {optimizer} {clip} batch: 16");
        large.TrainOn(data, new TrainOptions { Epochs = 4, Step = StepKind.Readable });
        using var small = Model($"optimizer: {optimizer} {clip} batch: 4 accumulate: 4");
        Assert.Equal(step, small.TrainOn(data, new TrainOptions { Epochs = 4, Step = step }).Step.Ran);
        var expected = large.state_dict();
        Assert.All(small.state_dict(), pair => Assert.True((pair.Value - expected[pair.Key]).abs().max().ToDouble() < 2e-6, pair.Key));
    }

    /// <summary>Whatever has been summed up goes with the checkpoint.</summary>
    [Theory]
    [InlineData(StepKind.Readable)]
    [InlineData(StepKind.Portable)]
    [InlineData(StepKind.Native)]
    public void Stopping_between_them_changes_no_bit(StepKind step)
    {
        using var scope = NewDisposeScope();
        using var data = Numbers();
        const string Plan = "optimizer: adam(1e-2) batch: 4 accumulate: 4 average: 0.9";
        using var whole = Model(Plan);
        whole.TrainOn(data, new TrainOptions { Epochs = 2, Step = step });
        using var folder = new TemporaryFolder();
        using var cancellation = new CancellationTokenSource();
        var steps = 0;
        using var first = Model(Plan);
        var report = first.TrainOn(
            data,
            new TrainOptions { Epochs = 2, Step = step, OutputFolder = folder.Path, Report = false, Cancellation = cancellation.Token },
            new TrainingSessionTests.Told(progress =>
            {
                if (progress.Notice is null && progress.Completed is null && ++steps == 6)
                {
                    cancellation.Cancel();
                }
            }));
        Assert.True(report.Interrupted);
        using var second = Model(Plan);
        second.TrainOn(data, new TrainOptions { Epochs = 2, Step = step, OutputFolder = folder.Path, Report = false, Resume = true });
        var expected = whole.state_dict();
        Assert.All(second.state_dict(), pair => Assert.True(pair.Value.eq(expected[pair.Key]).all().item<bool>(), pair.Key));
    }

    private static Autoencoder Model(string plan) => TextModel.Create(
        "model A { data x: real[6] encode h = x -> dense(4, tanh) -> dense(2) decode y = h -> dense(4, tanh) -> dense(6) "
        + $"minimize sse(y, x) + 0.01 * l2(h) train {{ {plan} }} }}");
}
