using System.Text.Json.Nodes;
using Hourglass.Tests.Checkpoints;
using Hourglass.Training;
using static TorchSharp.torch;

namespace Hourglass.Tests.Training;

/// <summary>
/// A training of several phases: each with its own batches, optimizer and schedule, and a checkpoint that knows which one it is of.
/// </summary>
public class PhaseTests
{
    private const int StepsOfFirst = 6;
    private const int StepsOfSecond = 3;

    private static readonly TrainingPlan Plan = new(
        Seed: 5,
        [
            new PhasePlan("warm", [new TurnPlan(Optimizers.Of("adam(1e-2)"))], Batch: 8, Epochs: 1),
            new PhasePlan(
                "fine",
                [new TurnPlan(Optimizers.Of("sgd(1e-2, momentum: 0.9)"))],
                Batch: 16,
                Epochs: 2)
            {
                Schedule = Settings.Plan("schedule: cosine").Phases[0].Schedule,
                Clip = new GradientClip(ClipKind.Norm, 1),
            },
        ]);

    [Fact]
    public void Each_phase_has_its_own_batches_and_begins_where_the_one_before_ended()
    {
        using var data = TinyVae.Data();
        var batches = new List<long>();
        using var both = new TinyVae(Plan) { OnBatch = batch => batches.Add(batch.Count) };
        var report = both.TrainOn(data);
        Assert.Equal([8, 8, 8, 8, 8, 3, 16, 16, 11, 16, 16, 11], batches);
        Assert.Equal([1, 2, 3], report.Epochs.Select(epoch => epoch.Epoch));

        // The first phase by itself gives what the second starts from: with a rate of nothing, it ends there too.
        using var first = new TinyVae(Plan with { Phases = [Plan.Phases[0]] });
        first.TrainOn(data);
        var still = Plan.Phases[1] with { Turns = [new TurnPlan(Optimizers.Of("sgd(1e-30)"))] };
        using var second = new TinyVae(Plan with { Phases = [Plan.Phases[0], still] });
        second.TrainOn(data);
        Assert.Equal(Weights(first), Weights(second));
        Assert.NotEqual(Weights(first), Weights(both));
    }

    [Theory]
    [InlineData(2)] // within the first phase
    [InlineData(StepsOfFirst)] // between the two
    [InlineData(StepsOfFirst + 1)]
    [InlineData(StepsOfFirst + StepsOfSecond)]
    [InlineData(StepsOfFirst + (2 * StepsOfSecond))] // the very last
    public void Stopping_and_resuming_changes_no_bit(int stopAfter)
    {
        using var data = TinyVae.Data();
        using var whole = new TinyVae(Plan);
        var expected = whole.TrainOn(data);
        using var folder = new TemporaryFolder();
        using var cancellation = new CancellationTokenSource();
        var options = new TrainOptions { OutputFolder = folder.Path, Report = false };
        var steps = 0;
        using var stopped = new TinyVae(Plan) { OnBatch = _ => { if (++steps == stopAfter) { cancellation.Cancel(); } } };
        stopped.TrainOn(data, options with { Cancellation = cancellation.Token });
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(folder.Path, "checkpoint", "manifest.json")))!;
        Assert.Equal(stopAfter < StepsOfFirst ? 0 : 1, (int)manifest["phase"]!);

        using var resumed = new TinyVae(Plan);
        var report = resumed.TrainOn(data, options with { Resume = true });
        Assert.Equal(whole.Snapshot(), resumed.Snapshot());
        ResumeTests.SameFigures(expected.Epochs, report.Epochs);
    }

    [Fact]
    public void A_checkpoint_says_the_settings_of_each_phase()
    {
        using var data = TinyVae.Data();
        using var folder = new TemporaryFolder();
        var options = new TrainOptions { OutputFolder = folder.Path, Report = false };
        using (var model = new TinyVae(Plan))
        {
            model.TrainOn(data, options);
        }

        using var other = new TinyVae(Plan with { Phases = [Plan.Phases[0] with { Epochs = 2 }, Plan.Phases[1]] });
        var error = Assert.Throws<TrainingException>(() => other.TrainOn(data, options with { Resume = true }));
        Assert.Contains("`warm, epochs` had 1, has 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_number_of_epochs_is_that_of_each_phase()
    {
        using var data = TinyVae.Data();
        using var model = new TinyVae(Plan);
        var report = model.TrainOn(data, new TrainOptions { Epochs = 3 });
        Assert.Equal(["warm", "warm", "warm", "fine", "fine", "fine"], report.Epochs.Select(epoch => epoch.Phase));
    }

    private static float[] Weights(TinyVae model) =>
        [.. model.parameters().SelectMany(parameter => parameter.detach().cpu().data<float>().ToArray())];
}
