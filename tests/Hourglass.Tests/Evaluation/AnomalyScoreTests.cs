using Hourglass.Datasets;
using Hourglass.Evaluation;
using static TorchSharp.torch;
using Normal = Hourglass.Distributions.Normal;

namespace Hourglass.Tests.Evaluation;

/// <summary>Scores, and an evaluation as a whole, of a model whose answers are known.</summary>
public sealed class AnomalyScoreTests
{
    private static readonly double[,] Train = { { 0, 0 }, { 1, 0 }, { 0, 1 }, { 5, 5 } };
    private static readonly double[,] Test = { { 0, 0 }, { 3, 4 }, { 1, 1 } };

    [Fact]
    public void Each_is_higher_the_more_unusual_an_example_is()
    {
        using var model = Known();
        using var data = KnownModel.Data(Train, test: Test);
        using var bound = SplitPassTests.Bind(model, data);
        var pass = new SplitPass(model, bound, DataSplit.Test) { BatchSize = 2 };
        var codes = CodeMeans.Of(new SplitPass(model, bound, DataSplit.Train));
        Assert.Equal([0.0, 25, 2], new AnomalyScores(ScoreKind.Reconstruction).Of(pass));
        Assert.Equal([0.0, 7, 2], new AnomalyScores(ScoreKind.Bound) { Draws = 3 }.Of(pass));
        Assert.Equal([0.0, 7, 2], new AnomalyScores(ScoreKind.Likelihood) { Draws = 3 }.Of(pass).Select(score => Math.Round(score, 10)));
        var near = new AnomalyScores(ScoreKind.Neighbour) { Neighbour = 2, TrainingCodes = codes }.Of(pass);
        Assert.Equal([1.0, Math.Sqrt(18), 1], near.Select(score => Math.Round(score, 12)), (a, b) => Math.Abs(a - b) < 1e-10);
    }

    [Fact]
    public void What_a_model_lacks_is_said()
    {
        using var model = new KnownModel(2);
        using var data = KnownModel.Data(Train);
        using var bound = SplitPassTests.Bind(model, data);
        var pass = new SplitPass(model, bound, DataSplit.Train);
        Assert.Equal(
            "KnownModel has no score 'bound': that takes a random code and a likelihood of all data. Choose another score.",
            Assert.Throws<DataException>(() => new AnomalyScores(ScoreKind.Bound).Of(pass)).Message);
        Assert.Throws<DataException>(() => new AnomalyScores(ScoreKind.Reconstruction).Of(pass));
        Assert.Throws<DataException>(() => new AnomalyScores(ScoreKind.Neighbour).Of(pass));
    }

    [Fact]
    public void A_threshold_is_of_the_examples_set_aside_or_of_training_examples()
    {
        using var data = KnownModel.Data(Hourglass.Tests.Metrics.Draws.Normals(1, 40, 2));
        using var aside = new KnownModel(2, validate: 0.25);
        using var bound = SplitPassTests.Bind(aside, data);
        var (held, isHeldOut) = HeldOutExamples.Of(new SplitPass(aside, bound, DataSplit.Train));
        Assert.Equal((true, 10), (isHeldOut, held.Count));
        using var none = new KnownModel(2);
        var (all, isNew) = HeldOutExamples.Of(new SplitPass(none, bound, DataSplit.Train));
        Assert.Equal((false, 40), (isNew, all.Count));
    }

    [Fact]
    public void An_evaluation_has_what_fits_and_says_what_does_not()
    {
        using var model = Known();
        var rows = Hourglass.Tests.Metrics.Draws.Clouds(1, 60, 0.2, [[0, 0], [4, 0], [0, 4]]);
        int[] classes = [.. Enumerable.Range(0, 60).Select(i => i % 3)];
        using var data = KnownModel.Data(rows, classes, rows, classes);
        var report = ModelEvaluation.Run(model, data, new EvaluationOptions
        {
            Bind = new BindOptions { Precision = ScalarType.Float64 },
            Anomalies = [1, 2],
            Factors = ["y"],
            Draws = 2,
            DivergenceDraws = 50,
        });
        double Figure(string name) => Assert.Single(report.Figures, figure => figure.Name == name).Value;
        Assert.Equal(("KnownModel", DataSplit.Test, 60), (report.Model, report.Split, report.Examples));
        Assert.Equal(0, Figure("error of 5 nearest neighbours"));
        Assert.Equal(0, Figure("error of a linear probe"));
        Assert.Equal(1, Figure("ACC by k-means"), 1e-12);
        Assert.Equal(1, Figure("NMI by mixture"), 1e-12);
        Assert.Equal(1, Figure("AUROC by reconstruction"), 1e-12);
        Assert.Equal(2, Figure("active units"));
        Assert.Equal(rows.Cast<double>().Sum(x => x * x) / 120, Figure("mean square"), 1e-10);
        Assert.Equal(
            ["classification", "frechet", "rate", "denoising", "inpainting"], report.LeftOut.Select(left => left.Metric));
        Assert.Equal(2, report.Variances.Count);
        Assert.Equal(6, report.Curves.Count);
        Assert.All(report.Curves, curve => Assert.Equal(new CurvePoint(1, curve.Kind == "ROC" ? 1 : 2 / 3.0), curve.Points[^1]));
        Assert.Equal(
            ["reconstruction", "likelihood", "bound", "anomaly", "anomaly", "anomaly"],
            report.Histograms.Select(histogram => histogram.Metric));
        Assert.All(report.Histograms, histogram => Assert.Equal(60, histogram.Series.Sum(series => series.Counts.Sum())));
        Assert.Equal([20, 40], report.Histograms[^1].Series.Select(series => series.Counts.Sum()));
        var refused = Assert.Throws<DataException>(() => ModelEvaluation.Run(model, data, new EvaluationOptions { Metrics = ["frechet"] }));
        Assert.Equal(
            "The metric 'frechet' does not fit KnownModel on tensors: name a model whose code gives the features.",
            refused.Message);
        Assert.Throws<DataException>(() => ModelEvaluation.Run(model, data, new EvaluationOptions { Metrics = ["fid"] }));
    }

    /// <summary>What is reconstructed is 0, the code is the data, and log p(x) is minus the sum of the numbers.</summary>
    private static KnownModel Known() => new(2)
    {
        Reconstruct = x => zeros_like(x),
        Posterior = x => new Normal(x, zeros_like(x)),
        LogWeights = (x, draws) => -x.sum(1L).unsqueeze(0).expand(draws, x.shape[0]),
    };
}
