using Hourglass.Tests.Training;
using Hourglass.Training;

namespace Hourglass.Tests.Checkpoints;

/// <summary>What is asked for in all against what a checkpoint has behind it: two epochs are twelve steps.</summary>
public class PositionTests
{
    [Theory]
    [InlineData(12, 1, "has 2 epochs behind it, and 1 are asked for in all")]
    [InlineData(12, 2, null)]
    [InlineData(12, 3, null)]
    [InlineData(13, 2, "has 2 epochs and 1 steps behind it, and 2 are asked for in all")]
    [InlineData(13, 1, "has 2 epochs and 1 steps behind it, and 1 are asked for in all")]
    [InlineData(13, 3, null)]
    [InlineData(17, 2, "has 2 epochs and 5 steps behind it, and 2 are asked for in all")]
    public void Fewer_epochs_than_are_done_are_refused(int steps, int epochs, string? expected)
    {
        using var folder = new TemporaryFolder();
        using var data = TinyVae.Data();
        using (var cancellation = new CancellationTokenSource())
        {
            var done = 0;
            using var first = new TinyVae { OnBatch = _ => { if (++done == steps) { cancellation.Cancel(); } } };
            Assert.True(first.TrainOn(
                data,
                new TrainOptions
                {
                    OutputFolder = folder.Path,
                    Report = false,
                    Cancellation = cancellation.Token,
                    Epochs = 3
                }).Interrupted);
        }

        using var model = new TinyVae();
        var options = new TrainOptions { OutputFolder = folder.Path, Report = false, Resume = true, Epochs = epochs };
        if (expected is null)
        {
            Assert.Equal(epochs, model.TrainOn(data, options).Epochs.Count);
        }
        else
        {
            Assert.Contains(
                expected,
                Assert.Throws<TrainingException>(() => model.TrainOn(data, options)).Message,
                StringComparison.Ordinal);
        }
    }
}
