using System.Globalization;
using System.Text.Json;
using Hourglass.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Training;

public class TrainingSessionTests
{
    [Fact]
    public void Trains_and_reports_every_term()
    {
        using var data = TinyVae.Data(train: 200, test: 40);
        using var model = new TinyVae(new TrainingPlan(Optimizers.Of("adam(1e-2)"), Batch: 16, Epochs: 8));
        var told = new List<TrainingProgress>();
        var report = model.TrainOn(data, progress: new Told(told));

        Assert.False(report.Interrupted);
        Assert.Null(report.OutputFolder);
        Assert.Equal(8, report.Epochs.Count);
        Assert.Equal(["nll_x", "kl_z", "total"], report.Epochs[0].Train.Keys);
        Assert.Equal(["nll_x", "kl_z", "total"], report.Epochs[0].Test.Keys);
        Assert.True(report.Epochs[^1].Train["nll_x"] < 0.95 * report.Epochs[0].Train["nll_x"]);
        Assert.True(report.Epochs[^1].Test["nll_x"] < report.Epochs[0].Test["nll_x"]);
        Assert.All(report.Epochs, e => Assert.InRange(e.PeakMemoryBytes, 10L << 20, 100L << 30));
        Assert.Equal("x [6] <- x", told[0].Notice);
        Assert.Equal(1, told.RemoveAll(t => t.Notice is not null));
        Assert.Equal(8 * 13 + 8, told.Count);
        Assert.Equal(8, told.Count(t => t.Completed is not null));
        Assert.Equal((2, 8, 13, 13), (told[27].Epoch, told[27].Epochs, told[27].Step, told[27].Steps));
        Assert.False(model.training);
        Assert.Equal(double.PositiveInfinity, model.Epoch);
    }

    [Fact]
    public void Every_epoch_sees_every_example_once_in_an_order_of_its_own()
    {
        using var data = TinyVae.Data(train: 43, test: 0);
        var orders = new List<List<string>> { new() };
        var epochs = new List<double>();
        using var model = new TinyVae(new TrainingPlan(Optimizers.Of("sgd(1e-3)"), Batch: 8, Epochs: 2))
        {
            OnBatch = batch =>
            {
                orders[^1].AddRange(
                    batch["x"].data<float>()
                        .ToArray()
                        .Chunk(6)
                        .Select(row => string.Join(' ', row.Select(v => v.ToString("R", CultureInfo.InvariantCulture)))));
                if (orders[^1].Count == 43)
                {
                    orders.Add([]);
                }
            },
        };
        model.TrainOn(data, progress: new Told(p => epochs.AddRange(p.Notice is null ? [model.Epoch] : [])));

        Assert.Equal(3, orders.Count);
        Assert.Equal(43, orders[0].Distinct().Count());
        Assert.Equal(orders[0].Order(), orders[1].Order());
        Assert.NotEqual(orders[0], orders[1]);
        double[] expected = [.. Enumerable.Range(0, 2).SelectMany(e => Enumerable.Range(0, 6).Select(i => e + i / 6.0).Append(e + 1))];
        Assert.Equal(expected, epochs);
    }

    [Fact]
    public void The_means_weigh_batches_by_their_size()
    {
        // By hand, from means over batches of 8 and of 4. FiguresTests asks the same of whole trainings.
        var averages = new TermAverages(["a", "b"]);
        averages.Add([3, 1, 2], 8);
        averages.Add([6, 4, 2], 4);
        var means = averages.Means();
        Assert.Equal((3.0 * 8 + 6 * 4) / 12, means["total"]);
        Assert.Equal((1.0 * 8 + 4 * 4) / 12, means["a"]);
        Assert.Equal(2, means["b"]);
        Assert.Equal(["a", "b", "total"], means.Keys);
    }

    [Fact]
    public void The_seed_decides_everything_and_the_surroundings_nothing()
    {
        using var data = TinyVae.Data();
        Dictionary<string, byte[]> Run(int seed, long surroundings, out double[] after)
        {
            using var outer = new RandomScope(surroundings);
            using var model = new TinyVae();
            model.TrainOn(data, new TrainOptions { Seed = seed });
            using var draw = randn(3, dtype: ScalarType.Float64);
            after = draw.data<double>().ToArray();
            return model.Snapshot();
        }

        var first = Run(5, 1, out var after);
        Assert.Equal(first, Run(5, 2, out _));
        Assert.NotEqual(first, Run(6, 1, out _));

        using var scope = new RandomScope(1);
        using var untouched = randn(3, dtype: ScalarType.Float64);
        Assert.Equal(untouched.data<double>().ToArray(), after);
    }

    [Fact]
    public void Evaluation_leaves_no_trace_in_training()
    {
        using var with = TinyVae.Data();
        using var without = TinyVae.Data(test: 0);
        using var a = new TinyVae();
        using var b = new TinyVae();
        a.TrainOn(with);
        var report = b.TrainOn(without);
        Assert.Equal(a.Snapshot(), b.Snapshot());
        Assert.Empty(report.Epochs[0].Test);
    }

    [Fact]
    public void Double_precision_trains_in_double_precision()
    {
        using var data = TinyVae.Data();
        using var model = new TinyVae(precision: ScalarType.Float64)
        {
            OnBatch = batch => Assert.Equal(ScalarType.Float64, batch["x"].dtype)
        };
        Assert.Equal(3, model.TrainOn(data).Epochs.Count);
        Assert.All(model.parameters(), p => Assert.Equal(ScalarType.Float64, p.dtype));
    }

    [Fact]
    public void Not_a_number_stops_names_the_term_and_keeps_the_last_good_checkpoint()
    {
        using var folder = new TemporaryFolder();
        using var data = TinyVae.Data();
        using var model = new TinyVae { PoisonFrom = 9 };
        var error = Assert.Throws<TrainingException>(
            () => model.TrainOn(data, new TrainOptions { OutputFolder = folder.Path, Report = false }));
        Assert.Equal(
            "The term 'kl_z' is NaN in epoch 2, step 3; training stopped before the weights took it up. Try a lower learning rate (it is "
            + $"0.01) or clip the gradients with `clip: norm(1)`. The last good checkpoint is kept in '{folder.File("checkpoint")}'.",
            error.Message);
        Assert.All(model.Snapshot(), pair => Assert.NotEmpty(pair.Value));
        Assert.All(model.parameters(), p => Assert.True(p.isfinite().all().item<bool>()));

        using var again = new TinyVae();
        Assert.Equal(3, again.TrainOn(data, new TrainOptions { OutputFolder = folder.Path, Resume = true, Report = false }).Epochs.Count);
    }

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("fi-FI")]
    public void Metrics_are_written_each_epoch_in_every_culture_alike(string culture)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = new CultureInfo(culture);
            using var folder = new TemporaryFolder();
            using var data = TinyVae.Data();
            using var model = new TinyVae();
            var seen = new List<int>();
            var report = model.TrainOn(data, new TrainOptions { OutputFolder = folder.Path, Report = false }, new Told(p =>
            {
                if (p.Completed is not null)
                {
                    using var document = JsonDocument.Parse(File.ReadAllText(folder.File("metrics.json")));
                    seen.Add(document.RootElement.GetProperty("epochs").GetArrayLength());
                }
            }));
            Assert.Equal([1, 2, 3], seen);
            using var json = JsonDocument.Parse(File.ReadAllText(folder.File("metrics.json")));
            var last = json.RootElement.GetProperty("epochs")[2];
            Assert.Equal("TinyVae", json.RootElement.GetProperty("model").GetString());
            Assert.Equal(report.Epochs[2].Train["kl_z"], last.GetProperty("train").GetProperty("kl_z").GetDouble());
            Assert.Equal(report.Epochs[2].Test["total"], last.GetProperty("test").GetProperty("total").GetDouble());
            Assert.True(last.GetProperty("seconds").GetDouble() > 0);
            Assert.Equal(report.Epochs[2].PeakMemoryBytes, last.GetProperty("peakMemoryBytes").GetInt64());
            Assert.True(File.Exists(folder.File("model.safetensors")));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void A_step_leaves_next_to_nothing_for_the_garbage_collector_and_no_memory_behind()
    {
        using var model = new TinyVae(
            Settings.Plan("batch: 8 epochs: 2 clip: norm(1)"),
            width: 512,
            shape: [1, 16, 16]);
        using var images = TinyVae.Data(train: 6400, test: 0, shape: [1, 16, 16]);
        using var session = new TrainingSession(model, images);
        var resident = new List<long>();
        long spent = 0;
        var steps = 0;
        while (session.BeginEpoch())
        {
            while (true)
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                var batch = session.NextBatch();
                spent += GC.GetAllocatedBytesForCurrentThread() - before;
                if (batch is null)
                {
                    break;
                }

                using var scope = NewDisposeScope();
                var loss = model.Untyped.Minimize(batch);
                loss.Total.backward();
                before = GC.GetAllocatedBytesForCurrentThread();
                session.Step(loss.Total, loss.Terms[0], loss.Terms[1]);
                spent += GC.GetAllocatedBytesForCurrentThread() - before;
                if (++steps % 400 == 0)
                {
                    resident.Add(Environment.WorkingSet);
                }
            }

            session.EndEpoch();
        }

        Assert.Equal(1600, steps);
        Assert.InRange(spent / steps, 0, 8 * 1024);

        // A leak of one set of gradients (1 MB) a step would show as hundreds of megabytes.
        Assert.InRange(resident[^1] - resident[0], long.MinValue, 32L << 20);
    }

    [Fact]
    public void Refuses_impossible_settings()
    {
        using var data = TinyVae.Data();
        using var model = new TinyVae();
        Assert.Contains(
            "at least 1",
            Assert.Throws<TrainingException>(() => model.TrainOn(data, new TrainOptions { Epochs = 0 })).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "-2 steps",
            Assert.Throws<TrainingException>(() => model.TrainOn(data, new TrainOptions { CheckpointEverySteps = -2 })).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "nothing to resume",
            Assert.Throws<TrainingException>(() => model.TrainOn(data, new TrainOptions { Resume = true })).Message,
            StringComparison.Ordinal);
    }

    internal sealed class Told(Action<TrainingProgress> tell) : IProgress<TrainingProgress>
    {
        public Told(List<TrainingProgress> list) : this(list.Add)
        {
        }

        public void Report(TrainingProgress value) => tell(value);
    }
}
