using Hourglass.Datasets;
using Hourglass.Interactions;
using Hourglass.Tests.Training;
using Hourglass.Training;
using static TorchSharp.torch;

namespace Hourglass.Tests.Interactions;

/// <summary>Rows of zeros and ones are the same data as the dense tensor.</summary>
public class IncidenceTests
{
    /// <summary>More items than are converted at a time.</summary>
    private const int Items = 2500;

    private static readonly InteractionSet Drawn = new SyntheticTastes { Users = 90, Items = Items, Fewest = 1, Most = 60 }.Draw();

    [Theory]
    [InlineData(Domain.Count, ScalarType.Float32, Binarize.None)]
    [InlineData(Domain.Count, ScalarType.Float64, Binarize.None)]
    [InlineData(Domain.Real, ScalarType.Float32, Binarize.None)]
    [InlineData(Domain.Binary, ScalarType.Float32, Binarize.Threshold)]
    [InlineData(Domain.Unit, ScalarType.Float64, Binarize.Dynamic)]
    public void Batches_are_those_of_the_dense_tensor(Domain domain, ScalarType precision, Binarize binarize)
    {
        using var scope = NewDisposeScope();
        DataField[] fields = [new("x", domain, 0, [50, Items / 50], false)];
        var options = new BindOptions { Precision = precision, Binarize = binarize };
        using var sparse = Drawn.ToDataset().Bind(fields, options);
        using var dense = Dense(Drawn).Bind(fields, options);
        var places = tensor([3L, 3, 89, 0]);
        using var batch = sparse.TrainBatch(places);
        using var expected = dense.TrainBatch(places);
        Assert.True(batch["x"].equal(expected["x"]).all().item<bool>());
        using var feeder = new BatchFeeder(sparse, 32, seed: 7);
        using var denseFeeder = new BatchFeeder(dense, 32, seed: 7);
        long[] order = [.. Enumerable.Range(0, 90).Select(i => (long)(i * 7 % 90))];
        feeder.Start(order, 0, 0);
        denseFeeder.Start(order, 0, 0);
        for (var step = 0; step < feeder.Steps; step++)
        {
            Assert.True(feeder.Next()["x"].equal(denseFeeder.Next()["x"]).all().item<bool>());
        }
    }

    [Theory]
    [InlineData("native")]
    [InlineData("portable")]
    [InlineData("readable")]
    public void Training_is_that_on_the_dense_tensor(string step)
    {
        const string Text = "model M {\n  data x: count[2500]\n  encode z ~ x -> dropout(0.5) -> dense(8, tanh) -> normal(3)\n"
            + "  decode x ~ z -> multinomial\n  minimize nll(x) + 0.2 * kl(z)\n  train { batch: 32  epochs: 2  validate: 0.1 }\n}\n";
        double[][] totals = [.. new[] { Drawn.ToDataset(), Dense(Drawn) }.Select(data =>
        {
            using var model = TextModel.Create(Text);
            var options = new TrainOptions { Step = Enum.Parse<Hourglass.Training.Steps.StepKind>(step, ignoreCase: true) };
            using (data)
            {
                return model.TrainOn(data, options).Epochs.Select(epoch => epoch.Train["total"]).ToArray();
            }
        })];
        Assert.Equal(totals[1], totals[0]);
    }

    [Fact]
    public void A_checkpoint_belongs_to_these_interactions()
    {
        using var folder = new TemporaryFolder();
        const string Text = "model M {\n  data x: count[2500]\n  encode h = x -> dense(3, tanh)\n  decode x ~ h -> multinomial\n"
            + "  minimize nll(x)\n  train { batch: 32  epochs: 1 }\n}\n";
        void Train(InteractionSet set, int epochs, bool resume)
        {
            using var model = TextModel.Create(Text);
            using var data = set.ToDataset();
            model.TrainOn(data, new TrainOptions { OutputFolder = folder.Path, Epochs = epochs, Resume = resume, Report = false });
        }

        Train(Drawn, 1, resume: false);
        Train(Drawn, 2, resume: true);
        var other = new SyntheticTastes { Users = 90, Items = Items, Fewest = 1, Most = 60, Seed = 1 }.Draw();
        var error = Assert.ThrowsAny<HourglassException>(() => Train(other, 3, resume: true));
        Assert.Contains("ones in [90, 2500]", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Taking_the_first_ones_and_a_test_split()
    {
        using var data = Drawn.ToDataset(Drawn.Select([4, 5]));
        using var few = data.Take(3);
        Assert.Equal((3, 2, "synthetic tastes"), (few.Count, few.TestCount, few.Name));
        using var bound = few.Bind([new("x", Domain.Count, 0, [Items], false)]);
        using var batch = bound.TestBatch(tensor([1L]));
        Assert.Equal(Drawn.ItemsOf(5).Length, batch["x"].sum().item<float>());
    }

    /// <summary>Dense, this would be 80 GB.</summary>
    [Fact]
    public void Large_sets_are_never_dense()
    {
        const int Users = 200000;
        var rows = IncidenceMatrix.Of(100000, [.. Enumerable.Range(0, Users).Select(user => (int[])[user % 1000, 1000 + (user % 99000)])]);
        var names = Enumerable.Range(0, Users).Select(user => $"{user}").ToList();
        var set = new InteractionSet("large", names, names[..100000], rows);
        using var data = set.ToDataset();
        using var bound = data.Bind([new("x", Domain.Count, 0, [100000], false)]);
        using var batch = bound.TrainBatch(tensor([199999L]));
        Assert.Equal(2, batch["x"].sum().item<float>());
        Assert.Equal([999L, 2999], batch["x"].nonzero().select(1, 1).data<long>().ToArray());
    }

    [Fact]
    public void Variables_that_zeros_and_ones_do_not_fit()
    {
        using var data = Drawn.ToDataset();
        var fault = Assert.Throws<DataException>(() => data.Bind([new("items", Domain.Class, 3, [Items], false)]));
        Assert.Contains("zeros and ones for users and items, which are no classes", fault.Message, StringComparison.Ordinal);
        fault = Assert.Throws<DataException>(() => data.Bind([new("x", Domain.Real, 0, [Items], false) { Above = 0 }]));
        Assert.Contains("takes numbers above 0, as its logarithm is taken", fault.Message, StringComparison.Ordinal);
        fault = Assert.Throws<DataException>(() => data.Bind([new("x", Domain.Count, 0, [3], false)]));
        Assert.Contains("The variable 'x' is [3], 3 numbers; an example of the column 'items'", fault.Message, StringComparison.Ordinal);
    }

    private static Dataset Dense(InteractionSet set) => Dataset.FromTensors(
        new Dictionary<string, Tensor>
        {
            ["items"] = set.Rows.ToDense(arange(set.Users.Count, ScalarType.Int64), ScalarType.Float32),
        });
}
