using Hourglass.Datasets;
using Hourglass.Tests.Numerics;
using Hourglass.Training;
using Hourglass.Training.Steps;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Training;

/// <summary>
/// Batches that a stage cannot take: the rest of an epoch joins the batch before it, and what cannot be helped is refused before the first
/// step.
/// </summary>
public class TailTests
{
    private const string Head = "data x: real[3] encode h = x -> ";
    private const string Tail = " decode y = h -> dense minimize mse(y, x)";
    private const string Picture = " decode y = h -> dense(16) -> reshape(1, 4, 4) minimize mse(y, x)";
    private const string Vectors = Head + "dense(4) -> batchnorm -> tanh -> dense(2)" + Tail;

    public static TheoryData<int, int, StepKind> Sizes()
    {
        var data = new TheoryData<int, int, StepKind>();
        foreach (var step in new[] { StepKind.Readable, StepKind.Portable })
        {
            foreach (var (examples, batch) in new[] { (9, 4), (5, 4), (17, 8), (3, 2), (2, 2), (8, 4), (2, 128), (13, 12), (7, 3) })
            {
                data.Add(examples, batch, step);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Every_statistic_is_a_number_and_every_step_does_the_same(int examples, int batch, StepKind step)
    {
        using var scope = NewDisposeScope();
        var (state, steps, test) = Train(Vectors, examples, batch, step);
        Assert.All(state, pair => Assert.True(pair.Value.isfinite().all().item<bool>(), pair.Key));
        Assert.Equal(examples % batch == 1 && examples > 1 ? examples / batch : (examples + batch - 1) / batch, steps);
        Assert.True(double.IsFinite(test["total"]));
        var (twin, _, _) = Train(Vectors, examples, batch, StepKind.Readable);
        Assert.All(twin, pair => Assert.True((pair.Value - state[pair.Key]).abs().max().item<double>() < 1e-10, pair.Key));
    }

    /// <summary>
    /// The running statistics after an epoch of a batch of 4 and one of 5, by the formula: r ← 0.9 r + 0.1 s, the variance divided by n -
    /// 1.
    /// </summary>
    [Theory]
    [InlineData(StepKind.Readable)]
    [InlineData(StepKind.Portable)]
    public void Running_statistics_are_those_of_the_batches(StepKind step)
    {
        using var scope = NewDisposeScope();
        using var model = TextModel.Create($"model T {{ {Vectors} train {{ batch: 4 epochs: 1 optimizer: sgd(1e-300) }} }}");
        model.to(ScalarType.Float64);
        var rows = randn(9, 3, ScalarType.Float64);
        var before = model.state_dict();
        var (weight, bias) = (before["encoder.dense1.weight"].clone(), before["encoder.dense1.bias"].clone());
        using var data = Dataset.FromTensors(new Dictionary<string, Tensor> { ["x"] = rows });
        model.TrainOn(data, new TrainOptions { Step = step, Seed = 3 });

        var (mean, variance) = (new double[4], new[] { 1.0, 1, 1, 1 });
        var order = Seeds.Permutation(9, 3, 0);
        foreach (var batch in new[] { order[..4], order[4..] })
        {
            double[][] hidden = [.. batch.Select(example => Enumerable.Range(0, 4)
                .Select(unit => bias[unit].item<double>()
                    + Enumerable.Range(0, 3).Sum(i => weight[unit, i].item<double>() * rows[example, i].item<double>()))
                .ToArray())];
            for (var unit = 0; unit < 4; unit++)
            {
                var average = hidden.Average(values => values[unit]);
                mean[unit] = (0.9 * mean[unit]) + (0.1 * average);
                variance[unit] = (0.9 * variance[unit])
                    + (0.1 * hidden.Sum(values => Math.Pow(values[unit] - average, 2)) / (hidden.Length - 1));
            }
        }

        var after = model.state_dict();
        Assert.Equal(mean, after["encoder.batchnorm1.running_mean"].data<double>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(variance, after["encoder.batchnorm1.running_var"].data<double>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(2, after["encoder.batchnorm1.num_batches_tracked"].item<long>());
    }

    [Fact]
    public void A_stopped_training_goes_on_within_an_epoch_with_a_joined_rest()
    {
        using var data = Data(9);
        using var whole = TextModel.Create($"model T {{ {Vectors} train {{ batch: 4 epochs: 3 schedule: cosine }} }}");
        whole.TrainOn(data);
        using var folder = new TemporaryFolder();
        for (var run = 0; run < 6; run++)
        {
            using var cancellation = new CancellationTokenSource();
            using var part = TextModel.Create($"model T {{ {Vectors} train {{ batch: 4 epochs: 3 schedule: cosine }} }}");
            var report = part.TrainOn(
                data,
                new TrainOptions { OutputFolder = folder.Path, Report = false, Resume = run > 0, Cancellation = cancellation.Token },
                new TrainingSessionTests.Told(told => { if (told is { Completed: null, Notice: null }) { cancellation.Cancel(); } }));
            if (run == 5)
            {
                Assert.False(report.Interrupted);
                Assert.Equal(Bytes(whole), Bytes(part));
            }
        }
    }

    [Theory]
    [InlineData(1, 17, "a batch has 1 example (batch 1, 17 examples in all). Take `batch: 2` or more (--batch; in C#, TrainOptions.Batch)")]
    [InlineData(1, 1, "a batch has 1 example (batch 1, 1 example in all). Take `batch: 2` or more (--batch; in C#, TrainOptions.Batch)")]
    [InlineData(8, 1, "to train on (batch 8, 1 example in all). Train on more")]
    public void Sizes_that_no_cut_helps_are_refused_before_anything_is_written(int batch, int examples, string expected)
    {
        using var folder = new TemporaryFolder();
        using var data = Data(examples);
        using var model = TextModel.Create($"model T {{ {Vectors} }}");
        var error = Assert.Throws<TrainingException>(
            () => model.TrainOn(data, new TrainOptions { Batch = batch, OutputFolder = folder.File("out") }));
        Assert.StartsWith(
            "The stage batchnorm (`encode h`, stage 2) needs 2 examples in every batch while training",
            error.Message,
            StringComparison.Ordinal);
        Assert.EndsWith($"{expected}, or put `layernorm` in its place.", error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.File("out")));
        using var advised = TextModel.Create($"model T {{ {Vectors.Replace("batchnorm", "layernorm", StringComparison.Ordinal)} }}");
        Assert.All(
            advised.TrainOn(data, new TrainOptions { Batch = batch, Epochs = 1 }).Epochs,
            epoch => Assert.True(double.IsFinite(epoch.Train["total"])));
    }

    [Theory]
    [InlineData(Head + "dense(4) -> residual { dense(4) -> batchnorm }" + Tail, "`encode h`, stage 2")]
    [InlineData(Head + "repeat(2) { dense(4) -> batchnorm -> relu }" + Tail, "`encode h`, stage 2")]
    [InlineData(Head + "dense(2) decode y = h -> dense(4) -> batchnorm -> dense minimize mse(y, x)", "`decode y`, stage 2")]
    [InlineData("data x: unit[1, 4, 4] encode h = x -> conv(2, 4, padding: 0) -> batchnorm -> flatten" + Picture, "`encode h`, stage 2")]
    [InlineData("data x: unit[1, 4, 4] encode h = x -> conv(2, 3) -> batchnorm -> flatten -> dense(3)" + Picture, null)]
    [InlineData(Head + "dense(4) -> layernorm" + Tail, null)]
    public void The_compiler_knows_what_a_batch_needs(string model, string? place)
    {
        using var made = TextModel.Create($"model T {{ {model} }}");
        Assert.Equal(place is null ? null : new LeastBatch(2, "batchnorm", place), made.Description.LeastBatch);
    }

    /// <summary>A map of more than one place has a spread by itself.</summary>
    [Theory]
    [InlineData(StepKind.Readable)]
    [InlineData(StepKind.Portable)]
    public void Maps_train_one_by_one(StepKind step)
    {
        using var model = TextModel.Create(
            $"model T {{ data x: unit[1, 4, 4] encode h = x -> conv(2, 3) -> batchnorm -> flatten -> dense(3){Picture} "
            + $"train {{ batch: 1 epochs: 2 }} }}");
        using var scope = NewDisposeScope();
        using var data = Dataset.FromTensors(new Dictionary<string, Tensor> { ["x"] = Numbers.UniformSingles(1, 3, 1, 4, 4) });
        Assert.All(
            model.TrainOn(data, new TrainOptions { Step = step }).Epochs,
            epoch => Assert.True(double.IsFinite(epoch.Train["total"])));
        Assert.All(model.state_dict(), pair => Assert.True(pair.Value.isfinite().all().item<bool>(), pair.Key));
    }

    [Fact]
    public void A_call_in_training_mode_refuses_what_a_call_for_inference_takes()
    {
        using var scope = NewDisposeScope();
        using var model = TextModel.Create($"model T {{ {Vectors} }}");
        using var batch = new Batch(new Dictionary<string, Tensor> { ["x"] = Numbers.NormalSingles(1, 1, 3) }, 1);
        model.train();
        var before = Bytes(model);
        Assert.Contains("got [1, 4]", Assert.Throws<DataException>(() => model.Untyped.Minimize(batch)).Message, StringComparison.Ordinal);
        Assert.Equal(before, Bytes(model));
        model.eval();
        Assert.True(model.Untyped.Minimize(batch).Total.isfinite().item<bool>());
    }

    private static Dataset Data(int examples)
    {
        using var scope = NewDisposeScope();
        using var random = new RandomScope(4);
        return Dataset.FromTensors(
            new Dictionary<string, Tensor> { ["x"] = randn(examples, 3) },
            new Dictionary<string, Tensor> { ["x"] = randn(5, 3) });
    }

    private static (Dictionary<string, Tensor> State, int Steps, IReadOnlyDictionary<string, double> Test) Train(
        string text,
        int examples,
        int batch,
        StepKind step)
    {
        using var data = Data(examples);
        using var model = TextModel.Create($"model T {{ {text} }}");
        model.to(ScalarType.Float64);
        var steps = 0;
        var report = model.TrainOn(
            data,
            new TrainOptions { Batch = batch, Epochs = 2, Step = step },
            new TrainingSessionTests.Told(told => steps = told.Steps));
        Assert.Equal(step, report.Step.Ran);
        return (
            model.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.detach().to(ScalarType.Float64).clone()),
            steps,
            report.Epochs[^1].Test);
    }

    private static Dictionary<string, byte[]> Bytes(Autoencoder model) =>
        model.state_dict().ToDictionary(pair => pair.Key, pair => pair.Value.cpu().contiguous().bytes.ToArray());
}
