using System.Text.Json.Nodes;
using Hourglass.Datasets;
using Hourglass.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Training;

/// <summary>Examples set aside, training that stops by them, and the best epoch's weights.</summary>
public class EarlyStoppingTests
{
    private const int Patience = 3;
    private const int Most = 60;

    /// <summary>Few examples, many parameters and a high rate: the examples set aside get worse again.</summary>
    private const string Plan = "optimizer: adam(2e-2) batch: 10 epochs: 60 validate: 0.25 stop: patience(3)";

    private static readonly Lazy<(TrainingReport Report, Dictionary<string, double[]> Weights)> Stopped = new(() =>
    {
        using var data = Noise();
        using var model = Model(Plan);
        return (model.TrainOn(data), Weights(model));
    });

    [Fact]
    public void Training_stops_where_the_best_epoch_lies_so_far_back()
    {
        var report = Stopped.Value.Report;
        double[] totals = [.. report.Epochs.Select(epoch => epoch.Validation!["total"])];
        var best = Array.IndexOf(totals, totals.Min()) + 1;
        Assert.InRange(best, 1, Most - Patience - 1);
        Assert.Equal(best + Patience, totals.Length);
        Assert.Equal((best, true, false), (report.BestEpoch, report.StoppedEarly, report.Interrupted));
    }

    [Fact]
    public void The_weights_are_those_of_the_best_epoch()
    {
        using var data = Noise();
        using var shorter = Model(Plan.Replace("stop: patience(3)", "", StringComparison.Ordinal));
        var report = shorter.TrainOn(data, new TrainOptions { Epochs = Stopped.Value.Report.BestEpoch });
        Assert.False(report.StoppedEarly);
        var found = Stopped.Value.Weights;
        Assert.All(Weights(shorter), pair => Assert.Equal(pair.Value, found[pair.Key]));
    }

    [Theory]
    [InlineData(0.25, 10)]
    [InlineData(0.01, 1)]
    [InlineData(0.99, 39)]
    public void What_is_set_aside_does_not_train(double share, int aside)
    {
        var split = TrainingSplit.Of(40, share, seed: 3);
        Assert.Equal(aside, split.Validation.Count);
        var order = new long[40 - aside];
        split.Shuffle(order, seed: 3, epoch: 2);
        Assert.Equal(Enumerable.Range(0, 40).Select(i => (long)i), order.Concat(split.Validation).Order());
        Assert.Equal(split.Train, order.Order());
        Assert.NotEqual(split.Validation, TrainingSplit.Of(40, share, seed: 4).Validation);
    }

    [Fact]
    public void The_figures_are_those_of_the_examples_set_aside()
    {
        using var scope = NewDisposeScope();
        using var data = Noise();
        using var model = Model("optimizer: sgd(1e-2) batch: 10 epochs: 1 validate: 0.25");
        var report = model.TrainOn(data);
        using var bound = data.Bind(model.Description.Fields);
        using var batch = bound.TrainBatch(tensor([.. TrainingSplit.Of(40, 0.25, 0).Validation]));
        Assert.Equal(model.Untyped.Minimize(batch).Total.ToDouble(), report.Epochs[0].Validation!["total"], 5);
        Assert.Equal(1, report.BestEpoch);
    }

    /// <summary>A weight that moves would have early epochs seem better than they are.</summary>
    [Fact]
    public void Their_total_has_the_weights_that_terms_come_to()
    {
        using var data = Noise();
        using var model = TextModel.Create(
            "model R { data x: real[6] encode h = x -> dense(2) decode y = h -> dense(6) minimize sse(y, x) + "
            + "ramp(0, 10, epochs: 8) * l2(h) train { epochs: 2 validate: 0.25 } }");
        var epoch = model.TrainOn(data).Epochs[0];
        Assert.Equal(epoch.Validation!["sse_y"] + (10 * epoch.Validation["l2_h"]), epoch.Validation["total"], 4);
        Assert.True(epoch.Train["total"] < epoch.Train["sse_y"] + (9 * epoch.Train["l2_h"]));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(-1)]
    [InlineData(0)]
    public void A_resumed_training_comes_to_the_same_end(int beforeTheEnd)
    {
        var (expected, weights) = Stopped.Value;
        using var data = Noise();
        using var folder = new TemporaryFolder();
        var options = new TrainOptions { OutputFolder = folder.Path, Report = false };
        using var cancellation = new CancellationTokenSource();
        using var first = Model(Plan);
        first.TrainOn(data, options with { Cancellation = cancellation.Token }, new TrainingSessionTests.Told(progress =>
        {
            if (progress.Completed?.Epoch == expected.Epochs.Count - beforeTheEnd)
            {
                cancellation.Cancel();
            }
        }));
        using var second = Model(Plan);
        var report = second.TrainOn(data, options with { Resume = true });
        Assert.Equal(expected.Epochs.Count, report.Epochs.Count);
        Assert.Equal(expected.BestEpoch, report.BestEpoch);
        Assert.All(Weights(second), pair => Assert.Equal(weights[pair.Key], pair.Value));
        var written = JsonNode.Parse(File.ReadAllText(Path.Combine(folder.Path, "metrics.json")))!["epochs"]!.AsArray();
        Assert.Equal(
            expected.Epochs.Select(epoch => epoch.Validation!["total"]),
            written.Select(epoch => epoch!["validation"]!["total"]!.GetValue<double>()));
        Assert.Single(Directory.GetFiles(Path.Combine(folder.Path, "checkpoint"), "best-*.safetensors"));
    }

    [Fact]
    public void More_patience_goes_on()
    {
        using var data = Noise();
        using var folder = new TemporaryFolder();
        var options = new TrainOptions { OutputFolder = folder.Path, Report = false };
        using var first = Model(Plan);
        first.TrainOn(data, options);
        var told = new List<string>();
        using var again = Model(Plan);
        again.TrainOn(
            data,
            options with { Resume = true },
            new TrainingSessionTests.Told(progress => told.AddRange(progress.Notice is { } line ? [line] : [])));
        Assert.Contains(told, line => line.Contains("Ask for more patience to go on.", StringComparison.Ordinal));
        using var patient = Model(Plan.Replace("patience(3)", "patience(5)", StringComparison.Ordinal));
        var report = patient.TrainOn(data, options with { Resume = true });
        Assert.True(report.Epochs.Count > Stopped.Value.Report.Epochs.Count);
    }

    [Fact]
    public void A_best_file_that_is_gone_or_out_of_place_is_named()
    {
        using var data = Noise();
        using var folder = new TemporaryFolder();
        var options = new TrainOptions { OutputFolder = folder.Path, Report = false, Epochs = 2 };
        using var model = Model(Plan);
        model.TrainOn(data, options);
        var file = Assert.Single(Directory.GetFiles(Path.Combine(folder.Path, "checkpoint"), "best-*.safetensors"));
        File.Delete(file);
        Assert.Contains(
            $"its file '{Path.GetFileName(file)}' is missing",
            Assert.Throws<TrainingException>(() => model.TrainOn(data, options with { Resume = true })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_single_example_cannot_be_divided()
    {
        using var data = Noise().Take(1);
        using var model = Model(Plan);
        Assert.Contains(
            "there is only one in all",
            Assert.Throws<TrainingException>(() => model.TrainOn(data)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_says_which_epoch_was_best()
    {
        using var data = Noise();
        using var folder = new TemporaryFolder();
        using var model = Model(Plan);
        model.TrainOn(data, new TrainOptions { OutputFolder = folder.Path });
        var html = File.ReadAllText(Path.Combine(folder.Path, "report.html"));
        var expected = Stopped.Value.Report;
        Assert.Contains(
            FormattableString.Invariant(
                $"after epoch {expected.Epochs.Count}; epoch {expected.BestEpoch} was best on the examples set aside, ")
            + "the weights are its own",
            html,
            StringComparison.Ordinal);
        Assert.Contains("total, set aside", html, StringComparison.Ordinal);
        Assert.Contains("patience(3)", html, StringComparison.Ordinal);
    }

    private static Dataset Noise()
    {
        using var random = new RandomScope(4);
        using var scope = NewDisposeScope();
        return Dataset.FromTensors(new Dictionary<string, Tensor> { ["x"] = randn(40, 6) });
    }

    private static Autoencoder Model(string plan) => TextModel.Create(
        "model E { data x: real[6] encode h = x -> dense(64, tanh) -> batchnorm -> dense(3) decode y = h -> dense(64, tanh) -> dense(6) "
        + $"minimize sse(y, x) train {{ {plan} }} }}");

    private static Dictionary<string, double[]> Weights(Autoencoder model) => model.state_dict().ToDictionary(
        pair => pair.Key,
        pair => pair.Value.to_type(ScalarType.Float64).data<double>().ToArray());
}
