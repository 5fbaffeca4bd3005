using System.Text.Json;
using Hourglass.Training;

namespace Hourglass.Tests.Training;

/// <summary>
/// When checkpoints are saved within an epoch, seen from the batches: how many steps the one that is there has behind it.
/// </summary>
public class CheckpointEveryTests
{
    private const int None = -1;

    [Theory]
    [InlineData(0, None, None, None, None, None, None, 6, 6, 6, 6, 6, 6)]
    [InlineData(1, None, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)]
    [InlineData(4, None, None, None, None, 4, 4, 6, 6, 8, 8, 8, 8)]
    [InlineData(6, None, None, None, None, None, None, 6, 6, 6, 6, 6, 6)]
    [InlineData(100, None, None, None, None, None, None, 6, 6, 6, 6, 6, 6)]
    public void Every_so_many_steps_and_after_each_epoch(int every, params int[] expected)
    {
        using var folder = new TemporaryFolder();
        using var data = TinyVae.Data(test: 0);
        var seen = new List<int>();
        using var model = new TinyVae(new TrainingPlan(Optimizers.Of("adam"), Batch: 8, Epochs: 2))
        {
            OnBatch = _ => seen.Add(Steps(folder))
        };
        model.TrainOn(data, new TrainOptions { OutputFolder = folder.Path, Report = false, CheckpointEverySteps = every });
        Assert.Equal(expected, seen);
        Assert.Equal(12, Steps(folder));
    }

    private static int Steps(TemporaryFolder folder)
    {
        var manifest = folder.File("checkpoint", "manifest.json");
        if (!File.Exists(manifest))
        {
            return None;
        }

        using var json = JsonDocument.Parse(File.ReadAllBytes(manifest));
        return json.RootElement.GetProperty("stepsTotal").GetInt32();
    }
}
