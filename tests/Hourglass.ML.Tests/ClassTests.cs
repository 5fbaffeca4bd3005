using Hourglass.Datasets;
using Hourglass.Evaluation;
using Hourglass.Training;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace Hourglass.ML.Tests;

/// <summary>Classes by their names: predicted ones, those that models depend on, and those that some rows lack.</summary>
public class ClassTests
{
    private static readonly AutoencoderOptions Short = new() { Train = new TrainOptions { Epochs = 2 } };

    private sealed class Place
    {
        [VectorType(2)]
        public float[] X { get; set; } = [];

        public string At { get; set; } = "";
    }

    [Fact]
    public void Predicted_classes_are_keys_with_the_names_of_the_data()
    {
        var rows = Examples.Pairs(60);
        using var trained = new AutoencoderEstimator<Kinds>().Fit(Examples.View(rows));
        Assert.Equal(["Features"], trained.InputColumns);
        Assert.Equal(["Codes", "Reconstruction", "AnomalyScore", "PredictedLabel", "Probabilities"], trained.OutputColumns);

        // Nothing but the features is needed to predict.
        var unlabelled = Examples.Context.Transforms.DropColumns("Kind").Fit(Examples.View(rows)).Transform(Examples.View(rows));
        var made = trained.Transform(unlabelled);
        var named = Examples.Context.Transforms.Conversion.MapKeyToValue("PredictedLabel").Fit(made).Transform(made);
        Assert.Equal(rows.Select(row => row.Kind), named.Column<string>("PredictedLabel"));

        using var data = Examples.View(rows).ToDataset();
        using var bound = trained.Model.Bind(data);
        var predictions = Assert.Single(ClassPredictions.Of(new SplitPass(trained.Model, bound, DataSplit.Train)));
        Assert.Equal(predictions.Classes.Select(k => (uint)(k + 1)), made.Column<uint>("PredictedLabel"));
        Assert.All(
            predictions.Probabilities.Cast<double>().Zip(made.Flat("Probabilities")),
            pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        VBuffer<ReadOnlyMemory<char>> slots = default;
        made.Schema["Probabilities"].Annotations.GetValue("SlotNames", ref slots);
        Assert.Equal(["apple", "pear", "quince"], slots.DenseValues().Select(name => name.ToString()));
    }

    /// <summary>Numbers of classes are their names where the data have no other, also of those beyond the data's texts.</summary>
    [Fact]
    public void Classes_without_a_text_are_called_by_their_number()
    {
        PairRow[] rows = [.. Examples.Pairs(60).Where(row => row.Kind != "quince")];
        using var trained = new AutoencoderEstimator<Kinds>(Short).Fit(Examples.View(rows));
        VBuffer<ReadOnlyMemory<char>> names = default;
        trained.Transform(Examples.View(rows)).Schema["PredictedLabel"].Annotations.GetValue("KeyValues", ref names);
        Assert.Equal(["apple", "pear", "2"], names.DenseValues().Select(name => name.ToString()));
    }

    [Fact]
    public void What_is_made_of_a_row_is_the_same_whether_its_class_is_known()
    {
        var rows = Examples.Pairs(30);
        rows[0].Kind = rows[4].Kind = "";
        using var trained = new AutoencoderEstimator<FewKinds>().Fit(Examples.View(rows));
        Assert.Equal(["Features"], trained.InputColumns);
        var made = trained.Transform(Examples.View(rows));
        var codes = made.Flat("Codes");
        PairRow[] other = [.. rows.Select(row => new PairRow { Features = row.Features, Kind = "fig" })];
        Assert.Equal(codes, trained.Transform(Examples.View(other)).Flat("Codes"));
        using var batch = new Batch(
            new Dictionary<string, Tensor>
            {
                ["x"] = tensor(rows.SelectMany(row => row.Features).ToArray()).reshape(-1, 2),
                ["kind"] = full(rows.Length, -1L, ScalarType.Int64),
            },
            rows.Length);
        using var expected = trained.Model.Untyped.Code(batch);
        Assert.All(expected!.data<float>().ToArray().Zip(codes), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void Classes_that_a_model_depends_on_keep_the_places_of_the_training()
    {
        Place[] rows = [.. Examples.Pairs(30).Select(row => new Place { X = row.Features, At = row.Kind })];
        using var trained = new AutoencoderEstimator<Places>(Renamed).Fit(As(rows, keys: false));
        Assert.Equal(["X", "Place"], trained.InputColumns);
        var all = trained.Transform(As(rows, keys: false)).Column<float>("AnomalyScore");

        // Rows of one place alone, as a text and as a key that counts it first.
        Place[] last = [.. rows.Where(row => row.At == "quince")];
        var expected = all.Where((_, i) => rows[i].At == "quince").ToArray();
        foreach (var keys in new[] { false, true })
        {
            var found = trained.Transform(As(last, keys)).Column<float>("AnomalyScore");
            Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
        }

        rows[3].At = "fig";
        foreach (var keys in new[] { false, true })
        {
            Assert.Equal(
                "Row 3: The column 'Place' has 'fig', which is none of the training's texts: 'apple', "
                + "'pear', 'quince'. Train with examples of it, or declare the variable one that may be missing, `data y?: …`.",
                Assert.Throws<DataException>(() => trained.Transform(As(rows, keys)).Column<float>("AnomalyScore")).Message);
        }

        rows[3].At = "";
        Assert.Contains(
            "'place' is class(3)",
            Assert.Throws<DataException>(() => trained.Transform(As(rows, keys: false)).Column<float>("AnomalyScore")).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_text_that_the_training_had_not_is_missing_where_one_may_be()
    {
        Place[] rows = [.. Examples.Pairs(30).Select(row => new Place { X = row.Features, At = row.Kind })];
        using var trained = new AutoencoderEstimator<SomePlaces>(Renamed).Fit(As(rows, keys: true));
        Assert.Equal(["X", "Place"], trained.InputColumns);
        var known = trained.Transform(As(rows, keys: false)).Column<float>("AnomalyScore");
        float[] Scores(string at, bool keys) => trained
            .Transform(As([rows[0], new Place { X = rows[1].X, At = at }, rows[2]], keys)).Column<float>("AnomalyScore");
        var missing = Scores("", keys: false);
        Assert.Equal(known[0], missing[0], 1e-4);
        Assert.NotEqual(known[1], missing[1], 1e-3);
        Assert.Equal(missing, Scores("", keys: true));
        Assert.Equal(missing, Scores("fig", keys: false));
        Assert.Equal(missing, Scores("fig", keys: true));
    }

    /// <summary>The first row has no text, and the training finds the column all the same.</summary>
    [Fact]
    public void A_class_that_the_first_row_lacks_is_found()
    {
        var rows = Examples.Pairs(30);
        rows[0].Kind = "";
        using var trained = new AutoencoderEstimator<FewKinds>(Short).Fit(Examples.View(rows));
        Assert.Equal(["Kind"], trained.Report!.Columns[1].Columns);
        Assert.Contains(
            "'kind' is class(3)",
            Assert.Throws<DataException>(() => new AutoencoderEstimator<Kinds>(Short).Fit(Examples.View(rows))).Message,
            StringComparison.Ordinal);
    }

    private static readonly AutoencoderOptions Renamed = Short with { Outputs = AutoencoderOutputs.AnomalyScore };

    private static IDataView As(Place[] rows, bool keys)
    {
        var view = Examples.View(rows);
        var copied = Examples.Context.Transforms.CopyColumns("Place", "At").Append(Examples.Context.Transforms.DropColumns("At"));
        var named = copied.Fit(view).Transform(view);
        return keys ? Examples.Context.Transforms.Conversion.MapValueToKey("Place").Fit(named).Transform(named) : named;
    }

    [Fact]
    public void Codes_of_maps_keep_their_shape()
    {
        Maplike[] rows =
        [
            .. Enumerable.Range(0, 9).Select(i => new Maplike { Pixels = [.. Enumerable.Range(0, 16).Select(k => (i + k) / 30f)] }),
        ];
        using var trained = new AutoencoderEstimator<Maps>().Fit(Examples.View(rows));
        var made = trained.Transform(Examples.View(rows));
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 2, 2, 2), made.Schema["Codes"].Type);
        Assert.Equal(new VectorDataViewType(NumberDataViewType.Single, 1, 4, 4), made.Schema["Reconstruction"].Type);
        using var x = tensor(rows.SelectMany(row => row.Pixels).ToArray()).reshape(-1, 1, 4, 4);
        using var codes = trained.Model.Encode(x).Z;
        Assert.All(codes.data<float>().ToArray().Zip(made.Flat("Codes")), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    private sealed class Maplike
    {
        [VectorType(16)]
        public float[] Pixels { get; set; } = [];
    }

    [Fact]
    public void Rows_of_features_alone_are_predicted_one_by_one()
    {
        var rows = Examples.Pairs(60);
        var context = Examples.Context;
        var view = Examples.View(rows);
        using var trained = context.Transforms.CopyColumns("X", "Features")
            .Append(context.Transforms.Autoencoder<Kinds>(new() { InputColumns = ["X", "Kind"], Outputs = AutoencoderOutputs.Prediction }))
            .Append(context.Transforms.Conversion.MapKeyToValue("PredictedLabel"))
            .Fit(view);
        var engine = context.Model.CreatePredictionEngine<PairRow, Predicted>(trained);
        Assert.All(rows, row => Assert.Equal(row.Kind, engine.Predict(new PairRow { Features = row.Features }).PredictedLabel));
        Assert.Equal(1, engine.Predict(rows[0]).Probabilities.Sum(), 1e-5);
    }

    private sealed class Predicted
    {
        public string PredictedLabel { get; set; } = "";

        public float[] Probabilities { get; set; } = [];
    }
}
