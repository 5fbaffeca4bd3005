using Hourglass.Datasets;
using Hourglass.Evaluation;
using Hourglass.Training;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace Hourglass.ML.Tests;

/// <summary>The estimator among ML.NET's: shapes of schemas, pipelines, cross-validation, and options that cannot be.</summary>
public class EstimatorTests
{
    /// <summary>What is promised before the training is what comes after it.</summary>
    [Fact]
    public void The_shape_of_the_schema_is_that_of_the_columns()
    {
        var view = Examples.View(Examples.Pairs(9));
        var estimator = new AutoencoderEstimator<Kinds>(new() { Train = new() { Epochs = 1 }, CodesColumn = "Features" });
        var shape = estimator.GetOutputSchema(Shape(view));
        using var trained = estimator.Fit(view);
        var schema = trained.GetOutputSchema(view.Schema);
        Assert.Equal(
            ["Features", "Kind", "Reconstruction", "AnomalyScore", "PredictedLabel", "Probabilities"],
            shape.Select(column => column.Name));
        foreach (var column in shape)
        {
            var real = schema[column.Name];
            Assert.Equal(real.Type is VectorDataViewType, column.Kind == SchemaShape.Column.VectorKind.Vector);
            Assert.Equal(real.Type is KeyDataViewType, column.IsKey);
            Assert.Equal(real.Type switch
            {
                VectorDataViewType vector => vector.ItemType,
                KeyDataViewType => NumberDataViewType.UInt32,
                var type => type,
            }, column.ItemType);
            Assert.Equal(real.Annotations.Schema.Select(item => item.Name), column.Annotations.Select(item => item.Name));
        }

        Assert.Equal(
            trained.Transform(view).Schema.Select(column => (column.Name, column.Type)),
            schema.Select(column => (column.Name, column.Type)));
        Assert.Equal(2, schema.Count(column => column.Name == "Features"));
    }

    /// <summary>ML.NET checks shapes along a chain before it trains: steps before and behind read and write the columns.</summary>
    [Fact]
    public void It_stands_in_the_middle_of_a_pipeline()
    {
        var ml = Examples.Context;
        var view = Examples.View(Examples.Pairs(90));
        var pipeline = ml.Transforms.NormalizeMinMax("Features")
            .Append(ml.Transforms.Conversion.MapValueToKey("Label", "Kind"))
            .Append(ml.Transforms.Autoencoder<Kinds>(new()
            {
                InputColumns = ["Features", "Label"],
                Outputs = AutoencoderOutputs.Codes | AutoencoderOutputs.AnomalyScore,
            }))
            .Append(ml.Transforms.Concatenate("All", "Codes", "AnomalyScore"))
            .Append(ml.MulticlassClassification.Trainers.LbfgsMaximumEntropy("Label", "All"))
            .Append(ml.Transforms.Conversion.MapKeyToValue("PredictedLabel"));
        using var trained = pipeline.Fit(view);
        var made = trained.Transform(view);
        var right = made.Column<string>("Kind").Zip(made.Column<string>("PredictedLabel")).Count(pair => pair.First == pair.Second);
        Assert.InRange(right, 85, 90);
        Assert.Equal(90, made.Preview(100).RowView.Length);
    }

    [Fact]
    public void It_is_validated_crosswise_by_ML_NETs_own_measures()
    {
        var ml = Examples.Context;
        var view = ml.Transforms.Conversion.MapValueToKey("Label", "Kind").Fit(Examples.View(Examples.Pairs(90))).Transform(
            Examples.View(Examples.Pairs(90)));
        var results = ml.MulticlassClassification.CrossValidate(
            view,
            new AutoencoderEstimator<Kinds>(new()
            {
                InputColumns = ["Features", "Label"],
                Outputs = AutoencoderOutputs.Prediction,
                ProbabilitiesColumn = "Score",
            }),
            numberOfFolds: 3);
        Assert.Equal(3, results.Count);
        Assert.All(results, fold => Assert.InRange(fold.Metrics.MacroAccuracy, 0.9, 1));
        Assert.All(results, fold => Assert.InRange(fold.Metrics.LogLoss, 0, 0.5));
        Assert.All(results, fold => Assert.Equal(3, fold.Metrics.ConfusionMatrix.NumberOfClasses));
    }

    [Fact]
    public void What_cannot_be_is_said_at_once()
    {
        Assert.Equal(
            "Measured has no output Prediction: that takes `predict y ~ … -> categorical`, or `encode y ~ …` of classes. Leave it out of "
            + "Outputs.",
            Refused<Measured>(new() { Outputs = AutoencoderOutputs.Codes | AutoencoderOutputs.Prediction }));
        Assert.Equal(
            "Measured has no output to add as a column; name one in Outputs that it has.",
            Refused<Measured>(new() { Outputs = AutoencoderOutputs.None }));
        Assert.Equal(
            "A row's score 'bound' would depend on other rows or on draws; in a pipeline a score is reconstruction or prepared. "
            + "AnomalyDetector has the others.",
            Refused<Kinds>(new() { Score = ScoreKind.Bound }));
        Assert.Equal(
            "Several columns that are added are called 'Codes'; give each a name of its own.",
            Refused<Measured>(new() { ReconstructionColumn = "Codes" }));
        Assert.Equal(
            "A column that is added has no name; give it one.",
            Refused<Measured>(new() { CodesColumn = "" }));
        Assert.Equal(
            "Values that are drawn anew (Binarize.Dynamic) are no function of the row; take Binarize.Threshold.",
            Refused<Measured>(new() { Train = new() { Bind = new() { Binarize = Binarize.Dynamic } } }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new AutoencoderEstimator<Measured>(new() { BatchRows = 0 }));
        var estimator = new AutoencoderEstimator<Measured>(new() { InputColumns = ["A", "Z"] });
        var view = Examples.View(Examples.Singles(3));
        const string Lacks = "The data view 'data view' has no column 'Z'; it has A, B, C, Kind, When.";
        Assert.Equal(Lacks, Assert.Throws<DataException>(() => estimator.Fit(view)).Message);
        Assert.Equal(Lacks, Assert.Throws<DataException>(() => estimator.GetOutputSchema(Shape(view))).Message);
    }

    /// <summary>What nobody reads is asked for once, by a cursor that moves by one row.</summary>
    [Fact]
    public void Columns_that_no_variable_reads_are_not_read()
    {
        var pairs = Examples.View(Examples.Pairs(30));
        var view = new Listening(Examples.Context.Transforms.CopyColumns("Other", "Features").Fit(pairs).Transform(pairs));
        var options = new AutoencoderOptions { Train = new TrainOptions { Epochs = 1 }, InputColumns = ["Features", "Kind"] };
        using var chosen = new AutoencoderEstimator<Kinds>(options).Fit(view);
        Assert.Equal(["Features Kind", "Features Kind"], view.Asked);
        view.Asked.Clear();
        using var trained = new AutoencoderEstimator<Measured>(new() { Train = options.Train }).Fit(
            view = new Listening(Examples.View(Examples.Singles(30))));
        Assert.Equal(["A B C Kind", "A B C"], view.Asked);
        Assert.Equal(["When", "Kind"], trained.Report!.SetAside.Select(column => column.Name));
    }

    /// <summary>A view that notes the columns of each cursor.</summary>
    private sealed class Listening(IDataView view) : IDataView
    {
        public List<string> Asked { get; } = [];

        public bool CanShuffle => false;

        public DataViewSchema Schema => view.Schema;

        public long? GetRowCount() => view.GetRowCount();

        public DataViewRowCursor GetRowCursor(IEnumerable<DataViewSchema.Column> columnsNeeded, Random? rand = null)
        {
            DataViewSchema.Column[] needed = [.. columnsNeeded];
            Asked.Add(string.Join(' ', needed.Select(column => column.Name)));
            return view.GetRowCursor(needed, rand);
        }

        public DataViewRowCursor[] GetRowCursorSet(IEnumerable<DataViewSchema.Column> columnsNeeded, int n, Random? rand = null) =>
            [GetRowCursor(columnsNeeded, rand)];
    }

    private static string Refused<TModel>(AutoencoderOptions options)
        where TModel : Autoencoder => Assert.Throws<DataException>(() => new AutoencoderEstimator<TModel>(options)).Message;

    /// <summary>The shape of a view's schema, which ML.NET makes for the steps of a chain alone: one of them hands it on.</summary>
    private static SchemaShape Shape(IDataView view)
    {
        var spy = new Spy();
        new EstimatorChain<ITransformer>().Append(spy).Fit(view);
        return spy.Seen!;
    }

    private sealed class Spy : IEstimator<ITransformer>
    {
        public SchemaShape? Seen { get; private set; }

        public ITransformer Fit(IDataView input) => new TransformerChain<ITransformer>();

        public SchemaShape GetOutputSchema(SchemaShape inputSchema) => Seen = inputSchema;
    }
}
