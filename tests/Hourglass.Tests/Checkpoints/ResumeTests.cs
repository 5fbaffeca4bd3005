using Hourglass.Tests.Training;
using Hourglass.Training;
using TorchSharp;

namespace Hourglass.Tests.Checkpoints;

/// <summary>A training that was stopped and resumed is, bit for bit, the one that never stopped.</summary>
public class ResumeTests
{
    public static TheoryData<string, int> Stops()
    {
        var data = new TheoryData<string, int>();
        var random = new Random(7);
        foreach (var optimizer in new[] { "adam", "adamw", "sgd", "rmsprop" })
        {
            for (var i = 0; i < 3; i++)
            {
                data.Add(optimizer, random.Next(1, 18));
            }
        }

        data.Add("adam", 6); // the last step of the first epoch
        data.Add("adam", 18); // the very last
        return data;
    }

    [Theory]
    [MemberData(nameof(Stops))]
    public void Stopping_and_resuming_changes_no_bit(string optimizer, int stopAfter)
    {
        using var data = TinyVae.Data();
        var plan = Plan(optimizer);
        using var whole = new TinyVae(plan);
        var expected = whole.TrainOn(data);

        using var folder = new TemporaryFolder();
        using var cancellation = new CancellationTokenSource();
        var options = new TrainOptions { OutputFolder = folder.Path, Report = false };
        var steps = 0;
        using (var first = new TinyVae(plan) { OnBatch = _ => { if (++steps == stopAfter) { cancellation.Cancel(); } } })
        {
            var report = first.TrainOn(data, options with { Cancellation = cancellation.Token });
            Assert.Equal(stopAfter < 18, report.Interrupted);
            Assert.Equal(stopAfter, steps);
        }

        using var second = new TinyVae(plan, width: 16);
        using (torch.no_grad())
        {
            second.parameters().First().fill_(123); // nothing of the new model's own may matter
        }

        var resumed = second.TrainOn(data, options with { Resume = true });
        Assert.False(resumed.Interrupted);
        Assert.Equal(whole.Snapshot(), second.Snapshot());
        SameFigures(expected.Epochs, resumed.Epochs);
    }

    [Fact]
    public void Many_stops_change_no_bit_either()
    {
        using var data = TinyVae.Data();
        using var whole = new TinyVae();
        var expected = whole.TrainOn(data);
        using var folder = new TemporaryFolder();
        for (var run = 0; ; run++)
        {
            using var cancellation = new CancellationTokenSource();
            var steps = 0;
            using var model = new TinyVae { OnBatch = _ => { if (++steps == 2) { cancellation.Cancel(); } } };
            var report = model.TrainOn(
                data,
                new TrainOptions { OutputFolder = folder.Path, Resume = run > 0, Report = false, Cancellation = cancellation.Token });
            if (!report.Interrupted)
            {
                Assert.Equal(8, run);
                Assert.Equal(whole.Snapshot(), model.Snapshot());
                SameFigures(expected.Epochs, report.Epochs);
                return;
            }
        }
    }

    [Fact]
    public void More_epochs_continue_a_finished_training()
    {
        using var data = TinyVae.Data();
        using var whole = new TinyVae();
        whole.TrainOn(data, new TrainOptions { Epochs = 4 });
        using var folder = new TemporaryFolder();
        using var first = new TinyVae();
        first.TrainOn(data, new TrainOptions { Epochs = 2, OutputFolder = folder.Path, Report = false });
        using var second = new TinyVae();
        var report = second.TrainOn(data, new TrainOptions { Epochs = 4, OutputFolder = folder.Path, Report = false, Resume = true });
        Assert.Equal(4, report.Epochs.Count);
        Assert.Equal(whole.Snapshot(), second.Snapshot());
    }

    [Theory]
    [InlineData(1)] // stopped within the first epoch
    [InlineData(18)] // all three epochs done
    public void A_cosine_that_would_bend_otherwise_is_refused_and_the_checkpoint_goes_on_with_its_own_epochs(int stopAfter)
    {
        using var data = TinyVae.Data();
        var plan = Plan("adamw");
        using var whole = new TinyVae(plan);
        whole.TrainOn(data);
        using var folder = new TemporaryFolder();
        using var cancellation = new CancellationTokenSource();
        var steps = 0;
        using var first = new TinyVae(plan) { OnBatch = _ => { if (++steps == stopAfter) { cancellation.Cancel(); } } };
        var options = new TrainOptions { OutputFolder = folder.Path, Report = false };
        first.TrainOn(data, options with { Cancellation = cancellation.Token });
        foreach (var epochs in new[] { 2, 4 })
        {
            using var other = new TinyVae(plan);
            var untouched = other.Snapshot();
            var error = Assert.Throws<TrainingException>(() => other.TrainOn(data, options with { Resume = true, Epochs = epochs }));
            Assert.Contains($"`epochs` had 3, has {epochs}", error.Message, StringComparison.Ordinal);
            Assert.Equal(untouched, other.Snapshot());
        }

        using var second = new TinyVae(plan);
        second.TrainOn(data, options with { Resume = true });
        Assert.Equal(whole.Snapshot(), second.Snapshot());
    }

    [Fact]
    public void Starting_anew_sets_the_former_training_aside_and_says_where()
    {
        using var data = TinyVae.Data();
        using var folder = new TemporaryFolder();
        using var first = new TinyVae();
        first.TrainOn(data, new TrainOptions { OutputFolder = folder.Path, Report = false });
        var notices = new List<string>();
        using var second = new TinyVae { PoisonFrom = 2 };
        Assert.Throws<TrainingException>(() => second.TrainOn(
            data,
            new TrainOptions { OutputFolder = folder.Path, Report = false },
            new TrainingSessionTests.Told(p => notices.Add(p.Notice ?? ""))));
        Assert.Equal(
            $"Training starts anew. The results of the former training are set aside in '{folder.File("previous")}'; "
            + "resume from there to continue it.",
            notices[0]);

        // The failed training had saved nothing, and nothing of the former one lies in its place.
        Assert.Equal(["previous", "run.json", "run.lock"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName).Order());
        using var third = new TinyVae();
        third.TrainOn(data, new TrainOptions { OutputFolder = folder.File("previous"), Report = false, Resume = true });
        Assert.Equal(first.Snapshot(), third.Snapshot());
    }

    private static TrainingPlan Plan(string optimizer) => Settings.Plan("batch: 8 epochs: 3 seed: 5 optimizer: " + optimizer switch
    {
        "adam" => "adam(1e-2)",
        "adamw" => "adamw(1e-2) schedule: cosine",
        "sgd" => "sgd(1e-2, momentum: 0.9) clip: norm(1)",
        _ => "rmsprop(1e-3, momentum: 0.5)",
    });

    internal static void SameFigures(IReadOnlyList<EpochMetrics> expected, IReadOnlyList<EpochMetrics> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        foreach (var (a, b) in expected.Zip(actual))
        {
            Assert.Equal(a.Epoch, b.Epoch);
            Assert.Equal(a.Train, b.Train);
            Assert.Equal(a.Test, b.Test);
        }
    }
}
