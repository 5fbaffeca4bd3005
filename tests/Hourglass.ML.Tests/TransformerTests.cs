using Hourglass.Datasets;
using Hourglass.Evaluation;
using Hourglass.Training;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace Hourglass.ML.Tests;

/// <summary>What a transformer adds is what the model makes of the rows.</summary>
public sealed class TransformerTests : IDisposable
{
    private static readonly string[] Inputs = ["A", "B", "C"];

    private readonly Row[] _rows = Examples.Singles(50);
    private readonly IDataView _view;
    private readonly AutoencoderTransformer<Measured> _trained;

    public TransformerTests()
    {
        _view = Examples.View(_rows);
        _trained = new AutoencoderEstimator<Measured>(new() { InputColumns = Inputs, BatchRows = 7 }).Fit(_view);
    }

    public void Dispose() => _trained.Dispose();

    [Theory]
    [InlineData(ScoreKind.Reconstruction)]
    [InlineData(ScoreKind.Prepared)]
    public void Codes_reconstructions_and_scores_are_those_of_the_model(ScoreKind score)
    {
        using var trained = new AutoencoderEstimator<Measured>(new() { InputColumns = Inputs, BatchRows = 7, Score = score }).Fit(_view);
        Assert.Equal(["Codes", "Reconstruction", "AnomalyScore"], trained.OutputColumns);
        Assert.Equal(Inputs, trained.InputColumns);
        var made = trained.Transform(_view);
        using var data = Dataset.FromRecords(_rows.Select(row => new { row.A, row.B, row.C }));
        using var bound = trained.Model.Bind(data);
        var pass = new SplitPass(trained.Model, bound, DataSplit.Train);
        using var codes = pass.Gather("", trained.Model.Untyped.Code);
        using var rebuilt = pass.Gather("", trained.Model.Untyped.Reconstruct);
        Close(codes!, made.Flat("Codes"));
        Close(rebuilt!, made.Flat("Reconstruction"));
        var scores = made.Column<float>("AnomalyScore");
        Assert.All(
            new AnomalyScores(score).Of(pass).Zip(scores),
            pair => Assert.Equal(pair.First, pair.Second, Math.Max(1e-4, 1e-4 * pair.First)));
        Assert.Equal(_rows.Length, scores.Distinct().Count());
    }

    [Fact]
    public void The_training_is_the_models_own()
    {
        using var model = new Measured(3);
        using var data = Dataset.FromRecords(_rows.Select(row => new { row.A, row.B, row.C }));
        var report = Measured.Train(model, data);
        Assert.Equal(report.Epochs.Select(epoch => epoch.Train["total"]), _trained.Report!.Epochs.Select(epoch => epoch.Train["total"]));
        Assert.All(
            model.parameters().Zip(_trained.Model.parameters()),
            pair => Assert.Equal(pair.First.data<float>().ToArray(), pair.Second.data<float>().ToArray()));
        Assert.False(_trained.Model.training);
    }

    [Fact]
    public void Options_of_training_are_heeded()
    {
        var told = new List<int>();
        using var trained = new AutoencoderEstimator<Measured>(new()
        {
            InputColumns = Inputs,
            Train = new TrainOptions { Epochs = 2, Seed = 9, AfterEpoch = epoch => told.Add(epoch.Epoch) },
        }).Fit(_view);
        Assert.Equal([1, 2], told);
        Assert.NotEqual(_trained.Transform(_view).Flat("Codes"), trained.Transform(_view).Flat("Codes"));
    }

    /// <summary>The input's columns pass; rows stand beside their own values, in batches or one at a time.</summary>
    [Fact]
    public void Rows_keep_together_in_batches_and_alone()
    {
        var made = _trained.Transform(_view);
        Assert.Equal(_rows.Select(row => row.A), made.Column<float>("A"));
        Assert.Equal(_rows.Select(row => row.When), made.Column<DateTime>("When"));
        var codes = made.Column<float[]>("Codes");
        var mapper = _trained.GetRowToRowMapper(_view.Schema);
        using var cursor = _view.GetRowCursor(mapper.GetDependencies(mapper.OutputSchema.Where(column => column.Name == "Codes")));
        Assert.False(cursor.IsColumnActive(_view.Schema["Kind"]));
        using var row = mapper.GetRow(cursor, mapper.OutputSchema.Where(column => column.Name == "Codes"));
        var getter = row.GetGetter<VBuffer<float>>(row.Schema["Codes"]);
        Assert.Throws<InvalidOperationException>(() => row.GetGetter<float>(row.Schema["AnomalyScore"]));
        VBuffer<float> alone = default;
        foreach (var expected in codes)
        {
            Assert.True(cursor.MoveNext());
            getter(ref alone);
            Assert.All(expected.Zip(alone.DenseValues()), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        }
    }

    [Fact]
    public void Threads_get_what_one_gets()
    {
        var made = _trained.Transform(_view);
        var (codes, scores) = (made.Flat("Codes"), made.Column<float>("AnomalyScore"));
        Parallel.For(0, 16, i =>
        {
            Assert.Equal(codes, _trained.Transform(_view).Flat("Codes"));
            Assert.Equal(scores, made.Column<float>("AnomalyScore"));
        });
    }

    [Fact]
    public void Nothing_is_computed_before_a_cursor_asks_for_it()
    {
        var asked = 0;
        var counted = Examples.Context.Transforms.CustomMapping<Row, Extra>(
            (row, to) =>
            {
                Interlocked.Increment(ref asked);
                to.Extra2 = row.A;
            },
            contractName: null).Fit(_view).Transform(_view);
        using var trained = new AutoencoderEstimator<Measured>(new() { InputColumns = ["Extra2", "B", "C"] }).Fit(counted);
        var before = asked;
        var made = trained.Transform(counted);
        Assert.Equal(before, asked);
        _ = made.Column<float>("A");
        Assert.Equal(before, asked);
        _ = made.Column<float>("AnomalyScore");
        Assert.Equal(before + _rows.Length, asked);
    }

    private sealed class Extra
    {
        public float Extra2 { get; set; }
    }

    [Fact]
    public void A_cursor_answers_for_what_it_was_asked_for()
    {
        var made = _trained.Transform(_view);
        Assert.Equal(_rows.Length, made.Preview(100).RowView.Length);
        using var cursor = made.GetRowCursor([made.Schema["AnomalyScore"]]);
        var getter = cursor.GetGetter<float>(made.Schema["AnomalyScore"]);
        var value = 0f;
        Assert.Throws<InvalidOperationException>(() => getter(ref value));
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<float>(made.Schema["A"]));
        Assert.Throws<InvalidOperationException>(() => cursor.GetGetter<double>(made.Schema["AnomalyScore"]));
        Assert.True(cursor.IsColumnActive(made.Schema["AnomalyScore"]));
        Assert.False(cursor.IsColumnActive(made.Schema["Codes"]));
    }

    [Fact]
    public void Data_that_do_not_fit_are_one_line()
    {
        Assert.Equal(
            "Measured reads the column 'A', a number, and the data view has none; it has Features, Kind.",
            Assert.Throws<DataException>(() => _trained.Transform(Examples.View(Examples.Pairs(1)))).Message);
        var texts = Examples.Context.Transforms.Conversion.ConvertType("A", outputKind: DataKind.String).Fit(_view).Transform(_view);
        Assert.Equal(
            "Measured reads the column 'A', in its training a number; here it is String. Give the column that type.",
            Assert.Throws<DataException>(() => _trained.GetOutputSchema(texts.Schema)).Message);
        _rows[9].A = float.NaN;
        var message = Assert.Throws<DataException>(() => _trained.Transform(Examples.View(_rows)).Flat("Codes")).Message;
        Assert.StartsWith(
            "Rows from 7 on (example 0 is row 7): The variable 'x' is real, finite numbers, but example 2",
            message,
            StringComparison.Ordinal);
        Assert.Contains("a missing value (NaN) in the column 'A'", message, StringComparison.Ordinal);
        Assert.Contains("'x'", Assert.Throws<DataException>(() => new AutoencoderEstimator<Measured>().Fit(
            Examples.View(Examples.Pairs(3)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_order_that_changes_is_noticed()
    {
        var view = new Reordered(_view);
        Assert.Contains(
            "Two cursors over the same data view gave different rows",
            Assert.Throws<InvalidOperationException>(() => _trained.Transform(view).Flat("Codes")).Message,
            StringComparison.Ordinal);
    }

    /// <summary>Every second cursor begins with the second row.</summary>
    private sealed class Reordered(IDataView view) : IDataView
    {
        private int _cursors;

        public bool CanShuffle => false;

        public DataViewSchema Schema => view.Schema;

        public long? GetRowCount() => null;

        public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
        {
            var cursor = view.GetRowCursor(columnsNeeded, rand);
            if (_cursors++ % 2 == 1)
            {
                cursor.MoveNext();
            }

            return cursor;
        }

        public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
            [GetRowCursor(columnsNeeded, rand)];
    }

    private static void Close(Tensor expected, float[] found)
    {
        using var scope = NewDisposeScope();
        Assert.All(expected.flatten().data<float>().ToArray().Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-3));
        Assert.Equal(expected.numel(), found.Length);
    }
}
