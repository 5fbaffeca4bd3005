using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Hourglass.Datasets;
using Hourglass.Evaluation;
using Hourglass.Reports;
using Hourglass.Tests.Training;
using Hourglass.Training;
using SkiaSharp;

namespace Hourglass.Tests.Reports;

public sealed class EvaluationPageTests
{
    private const string Metrics = "{\n  \"model\": \"M\\u003C1\\u003E\",\n  \"epochs\": [\n    0.10000000000000001,\n    1e3\n  ]\n}\n";

    private static readonly EvaluationReport Report = new(
        "M<1>",
        "digits & more",
        DataSplit.Test,
        60,
        3,
        [new Figure("rate", "bits", 12.5, "bits an example") { StandardError = 0.25 }, new Figure("anomaly", "AUROC", double.NaN)],
        [new LeftOut("frechet", "name a model")],
        [new Confusion("y", [[3, 1], [0, 4]])])
    {
        Histograms =
        [
            Histogram.Of("likelihood", "-log p(x)", ("", [1, 2, 2, 5]))!,
            Histogram.Of("anomaly", "score", ("a", [1]), ("b", [2]))!,
        ],
        Curves =
        [
            new Curve("ROC", "bound", [new(0, 0), new(0.2, 0.9), new(1, 1)]),
            new Curve("precision and recall", "bound", [new(0, 1), new(1, 0.5)]),
        ],
        Variances = [1, 0.5, 0.001],
        Rates = [new RateDistortion("z", 1, new Estimate(8, 0.1, 60), 0.5), new RateDistortion("z", 0.5, new Estimate(12, 0.1, 60), 0.2)],
    };

    [Fact]
    public void The_page_has_all_figures_and_a_diagram_of_each_kind()
    {
        var html = EvaluationPage.Write(Report);
        Assert.Equal(7, Regex.Count(html, "<img [^>]*src=\"data:image/png;base64,"));
        Assert.Contains("<h1>M&lt;1&gt;: evaluation</h1>", html, StringComparison.Ordinal);
        Assert.Contains("On digits &amp; more: 60 examples of the test split, seed 3.", html, StringComparison.Ordinal);
        Assert.Contains("<td>bits</td><td>12.5</td><td>0.25</td><td>bits an example</td>", html, StringComparison.Ordinal);
        Assert.Contains("<td>frechet</td><td>name a model</td>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", html, StringComparison.Ordinal);
        foreach (var picture in EvaluationPlots.Of(Report))
        {
            using var bitmap = SKBitmap.Decode(picture.Png);
            Assert.True(bitmap.Pixels.Distinct().Count() > 10, picture.Title);
        }
    }

    [Fact]
    public void A_report_takes_the_figures_once()
    {
        var page = "<html>\n" + HtmlParts.End;
        var once = EvaluationPage.AppendTo(page, Report);
        Assert.Contains("<a href=\"evaluation.html\">", once, StringComparison.Ordinal);
        Assert.Equal(once, EvaluationPage.AppendTo(once, Report));
        Assert.Equal("something else", EvaluationPage.AppendTo("something else", Report));
    }

    [Fact]
    public void Figures_go_to_the_files_of_the_training_and_leave_what_is_there()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("metrics.json"), Metrics);
        Assert.True(EvaluationFile.AddToTraining(folder.Path, Report));
        Assert.True(EvaluationFile.AddToTraining(folder.Path, Report));
        var written = File.ReadAllText(folder.File("metrics.json"));
        Assert.StartsWith(Metrics[..Metrics.IndexOf("\n}", StringComparison.Ordinal)], written, StringComparison.Ordinal);
        var added = JsonNode.Parse(written)!["evaluation"]!;
        Assert.Equal(["data", "split", "examples", "seed", "figures"], added.AsObject().Select(pair => pair.Key));
        Assert.Equal(12.5, added["figures"]![0]!["value"]!.GetValue<double>());
        Assert.Equal("NaN", added["figures"]![1]!["value"]!.GetValue<string>());
        Assert.False(File.Exists(folder.File("report.html")));
        Assert.Empty(Directory.GetFiles(folder.Path, "*.tmp"));
    }

    [Theory]
    [InlineData("{\"model\": \"Other\"}")]
    [InlineData("{\"model\": \"M<1>\", ")]
    [InlineData("[]")]
    public void What_the_training_did_not_write_stays(string metrics)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("metrics.json"), metrics);
        if (!metrics.Contains("Other", StringComparison.Ordinal))
        {
            FolderOwner.Here("M<1>").Write(folder.Path);
        }

        Assert.True(EvaluationFile.AddToTraining(folder.Path, Report));
        Assert.Equal(metrics, File.ReadAllText(folder.File("metrics.json")));
    }

    [Fact]
    public void A_training_that_is_under_way_is_not_disturbed()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("metrics.json"), Metrics);
        using (RunLock.TryTake(folder.Path))
        {
            Assert.False(EvaluationFile.AddToTraining(folder.Path, Report));
        }

        Assert.Equal(Metrics, File.ReadAllText(folder.File("metrics.json")));
    }

    [Fact]
    public void A_histogram_counts_every_finite_value()
    {
        var histogram = Histogram.Of("m", "n", ("a", [0, 1, 39.5, 40, double.PositiveInfinity]), ("b", [double.NaN]))!;
        Assert.Equal((41, 0.0, 40.0), (histogram.Edges.Count, histogram.Edges[0], histogram.Edges[^1]));
        Assert.Equal((1, 1, 2), (histogram.Series[0].Counts[0], histogram.Series[0].Counts[1], histogram.Series[0].Counts[^1]));
        Assert.Equal((4, 0), (histogram.Series[0].Counts.Sum(), histogram.Series[1].Counts.Sum()));
        Assert.Null(Histogram.Of("m", "n", ("a", [double.NaN])));
        Assert.Equal(2, Histogram.Of("m", "n", ("a", [5, 5]))!.Series[0].Counts[0]);
    }

    [Fact]
    public void A_long_curve_keeps_its_ends()
    {
        CurvePoint[] points = [.. Enumerable.Range(0, 5000).Select(i => new CurvePoint(i, -i))];
        var curve = Curve.Of("ROC", "bound", points);
        Assert.Equal((500, points[0], points[^1]), (curve.Points.Count, curve.Points[0], curve.Points[^1]));
        Assert.Equal(curve.Points.OrderBy(point => point.X), curve.Points);
    }
}
