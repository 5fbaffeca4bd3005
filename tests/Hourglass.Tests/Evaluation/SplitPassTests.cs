using Hourglass.Datasets;
using Hourglass.Evaluation;
using Hourglass.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Evaluation;

/// <summary>Walks, means and errors against loops over the same numbers.</summary>
public sealed class SplitPassTests
{
    private static readonly double[,] Rows = Metrics.Draws.Normals(1, 11, 2);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(500)]
    public void Every_example_comes_once_in_its_order(int size)
    {
        using var model = new KnownModel(2);
        using var data = KnownModel.Data(Rows);
        using var bound = Bind(model, data);
        using var all = new SplitPass(model, bound, DataSplit.Train) { BatchSize = size }.Gather("x", batch => batch["x"]);
        Assert.Equal(Rows.Cast<double>(), all!.data<double>());
    }

    [Fact]
    public void Some_places_come_in_their_order()
    {
        using var model = new KnownModel(2);
        using var data = KnownModel.Data(Rows);
        using var bound = Bind(model, data);
        var pass = new SplitPass(model, bound, DataSplit.Train) { Places = [7, 0, 3], BatchSize = 2 };
        Assert.Equal([Rows[7, 1], Rows[0, 1], Rows[3, 1]], pass.Numbers("x", batch => batch["x"].select(1, 1))!);
    }

    [Fact]
    public void A_walk_draws_by_the_seed_and_leaves_no_trace()
    {
        using var model = new KnownModel(2);
        using var data = KnownModel.Data(Rows);
        using var bound = Bind(model, data);
        model.train();
        model.Epoch = 2;
        using var seeded = new RandomScope(4);
        var next = rand(1).item<float>();
        using var again = new RandomScope(4);
        double[] Draw(int seed) => new SplitPass(model, bound, DataSplit.Train) { Seed = seed }.Numbers("draws", batch =>
        {
            Assert.Equal((false, double.PositiveInfinity), (model.training, model.Epoch));
            return randn(batch.Count);
        })!;

        Assert.Equal(Draw(1), Draw(1));
        Assert.NotEqual(Draw(1), Draw(2));
        Assert.Equal((true, 2.0, next), (model.training, model.Epoch, rand(1).item<float>()));
    }

    [Fact]
    public void A_split_without_examples_is_refused()
    {
        using var model = new KnownModel(2);
        using var data = KnownModel.Data(Rows);
        using var bound = Bind(model, data);
        var refused = Assert.Throws<DataException>(() => CodeMeans.Of(new SplitPass(model, bound, DataSplit.Test)));
        Assert.Equal("The data 'tensors' has no test split; ask for the training split.", refused.Message);
    }

    [Fact]
    public void Terms_are_means_over_examples_whatever_the_batches()
    {
        using var model = new KnownModel(2);
        using var data = KnownModel.Data(Rows);
        using var bound = Bind(model, data);
        var values = ObjectiveValues.Of(new SplitPass(model, bound, DataSplit.Train) { BatchSize = 4 });
        Assert.Equal(["mean", "total"], values.Keys);
        Assert.Equal(Rows.Cast<double>().Average(), values["mean"], 1e-12);
        Assert.Equal(2 * Rows.Cast<double>().Average(), values["total"], 1e-12);
    }

    [Fact]
    public void A_reconstruction_error_counts_what_is_there()
    {
        var rows = (double[,])Rows.Clone();
        rows[2, 0] = double.NaN;
        using var model = new KnownModel(2) { Reconstruct = x => x.nan_to_num(5.0) * 3 };
        using var data = KnownModel.Data(rows);
        using var bound = Bind(model, data);
        var pass = new SplitPass(model, bound, DataSplit.Train) { BatchSize = 4 };
        var error = ReconstructionError.Of(pass)!;
        double Square(int i, int j) => double.IsNaN(rows[i, j]) ? 0 : 4 * rows[i, j] * rows[i, j];
        double[] sums = [.. Enumerable.Range(0, 11).Select(i => Square(i, 0) + Square(i, 1))];
        Assert.Equal(11, error.SumOfSquares.Count);
        Assert.All(sums.Zip(error.SumOfSquares), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
        Assert.Equal(sums.Sum() / 21, error.MeanSquare, 1e-12);

        var largest = Contribution.Largest(pass, 1)!;
        Assert.Equal(
            Enumerable.Range(0, 11).Select(i => Square(i, 0) > Square(i, 1) ? "x[0]" : "x[1]"),
            largest.Select(all => all[0].Element));
        Assert.Equal(2, Contribution.Largest(pass, 9)![0].Count);
    }

    [Theory]
    [InlineData(2.0, 0.0, 2.0, 2.0, 2.0)]
    [InlineData(2.0, 1.0, 1.0, 3.0)]
    public void An_estimate_has_the_error_of_a_mean(double mean, double error, params double[] values)
    {
        var found = Estimate.Of(values);
        Assert.Equal((mean, error, values.Length), (found.Mean, found.StandardError, found.Count));
        Assert.True(double.IsNaN(Estimate.Of([1.0]).StandardError));
        Assert.Throws<DataException>(() => Estimate.Of([]));
        Assert.Throws<DataException>(() => Estimate.Of([double.NaN]));
    }

    [Fact]
    public void Classes_are_the_likeliest_and_missing_labels_do_not_count()
    {
        int[] labels = [0, 1, 2, -1, 0, 1, 2, 0, 1, 2, -1];
        using var model = new KnownModel(2) { Probabilities = x => nn.functional.pad(x, [0, 1]).softmax(1) };
        using var data = KnownModel.Data(Rows, labels);
        using var bound = Bind(model, data);
        var found = Assert.Single(ClassPredictions.Of(new SplitPass(model, bound, DataSplit.Train) { BatchSize = 4 }));
        Assert.Equal(labels, found.Labels);
        for (var i = 0; i < 11; i++)
        {
            double[] logits = [Rows[i, 0], Rows[i, 1], 0];
            Assert.Equal(Array.IndexOf(logits, logits.Max()), found.Classes[i]);
            Assert.Equal(Math.Exp(logits[1]) / logits.Sum(Math.Exp), found.Probabilities[i, 1], 1e-12);
        }

        Assert.Equal(labels.Where(label => label >= 0), found.Labelled().Labels);
        Assert.Equal(9, found.Labelled().Predictions.Length);
    }

    internal static BoundDataset Bind(Autoencoder model, Dataset data) =>
        data.Bind(model.Description.Fields, new BindOptions { Precision = ScalarType.Float64 });
}
