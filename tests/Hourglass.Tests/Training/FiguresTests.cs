using Hourglass.Datasets;
using Hourglass.Tests.Models;
using Hourglass.Training;
using Hourglass.Training.Steps;
using static TorchSharp.torch;

namespace Hourglass.Tests.Training;

/// <summary>The figures of an epoch, of models whose weights stand still.</summary>
public class FiguresTests
{
    private const int Width = 4;
    private const int Batch = 8;

    public static TheoryData<StepKind, int> Tails()
    {
        var data = new TheoryData<StepKind, int>();
        foreach (var kind in new[] { StepKind.Readable, StepKind.Portable, StepKind.Native })
        {
            data.Add(kind, 1);
            data.Add(kind, 3);
            data.Add(kind, Batch);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Tails))]
    public void Figures_are_means_over_the_examples_whatever_the_size_of_the_last_batch(StepKind kind, int tail)
    {
        using var model = new Still(seed: 3);
        var train = Rows((4 * Batch) + tail);
        var test = Rows(Batch + tail);
        var expectedTrain = Errors(model, train);
        var expectedTest = Errors(model, test);
        using var data = Dataset.FromTensors(Named(train), Named(test));
        var report = model.TrainOn(data, new TrainOptions { Step = kind });

        Assert.Equal(kind, report.Step.Ran);
        Assert.Equal(3, report.Epochs.Count);
        Assert.All(report.Epochs, epoch =>
        {
            Means(expectedTrain, epoch.Train);
            Means(expectedTest, epoch.Test);
        });

        // A mean of the two batches' means is another number, unless they are as large: the comparison above would notice it.
        var mean = expectedTest.Average(row => row.Squared);
        var ofBatches = expectedTest.Chunk(Batch).Average(batch => batch.Average(row => row.Squared));
        Assert.Equal(tail == Batch, Math.Abs(mean - ofBatches) < 0.05 * mean);
    }

    [Fact]
    public void With_unchanged_weights_evaluation_gives_the_same_figures_every_epoch_although_it_draws()
    {
        using var data = TinyVae.Data();
        IReadOnlyList<EpochMetrics> Figures(int seed)
        {
            using var model = new StillVae(seed: 3);
            return model.TrainOn(data, new TrainOptions { Seed = seed }).Epochs;
        }

        var epochs = Figures(seed: 5);
        Assert.Equal(3, epochs.Count);
        Assert.Equal(["nll_x", "kl_z", "total"], epochs[0].Test.Keys);
        Assert.All(epochs, epoch => Assert.Equal(epochs[0].Test, epoch.Test));

        // There are draws: each step of training has its own, and another seed evaluates with others.
        Assert.NotEqual(epochs[0].Train["nll_x"], epochs[1].Train["nll_x"]);
        Assert.NotEqual(epochs[0].Test["nll_x"], Figures(seed: 6)[0].Test["nll_x"]);
    }

    /// <summary>Rows that grow, so that a last batch weighs otherwise than the rest.</summary>
    private static float[][] Rows(int count) =>
        [.. Enumerable.Range(0, count).Select(i => Enumerable.Range(0, Width).Select(j => MathF.Sin((i * Width) + j) * (1 + i)).ToArray())];

    private static Dictionary<string, Tensor> Named(float[][] rows) =>
        new() { ["x"] = tensor(rows.SelectMany(row => row).ToArray(), [rows.Length, Width]) };

    /// <summary>
    /// The errors of each example by itself, in double precision: the sum of the squared ones, and the mean of the absolute ones.
    /// </summary>
    private static (double Squared, double Absolute)[] Errors(Still model, float[][] rows)
    {
        using var noGrad = no_grad();
        using var scope = NewDisposeScope();
        return [.. rows.Select(row =>
        {
            var x = tensor(row, [1, Width]);
            using var batch = new Batch(new Dictionary<string, Tensor> { ["x"] = x }, 1);
            var differences = model.Untyped.Reconstruct(batch)!.data<float>().ToArray().Zip(row, (y, value) => (double)y - value).ToArray();
            return (differences.Sum(d => d * d), differences.Average(Math.Abs));
        })];
    }

    private static void Means((double Squared, double Absolute)[] expected, IReadOnlyDictionary<string, double> actual)
    {
        var (a, b) = (expected.Average(row => row.Squared), expected.Average(row => row.Absolute));
        Assert.Equal(["a", "b", "total"], actual.Keys);
        Assert.Equal(1, actual["a"] / a, 1e-5);
        Assert.Equal(1, actual["b"] / b, 1e-5);
        Assert.Equal(1, actual["total"] / (a + (0.5 * b)), 1e-5);
    }
}
