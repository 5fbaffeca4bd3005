using Hourglass.Datasets;
using Hourglass.Reports;
using Hourglass.Tests.Numerics;
using Hourglass.Tests.Training;
using Hourglass.Training;
using ScottPlot;
using ScottPlot.Plottables;
using SkiaSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Reports;

/// <summary>
/// What is drawn, number by number: which row is the original, which curve is the test split, which point has which class.
/// </summary>
public class DrawnDataTests
{
    private const int Side = 8;
    private const int Scale = 7;
    private const int Gap = 4;
    private const int Columns = 12;

    [Theory]
    [InlineData(30)]
    [InlineData(0)]
    public void Originals_stand_above_and_reconstructions_below(int test)
    {
        using var scope = NewDisposeScope();
        using var data = TinyVae.Data(train: 40, test: test, shape: [1, Side, Side]);
        using var model = new TinyVae(shape: [1, Side, Side]);
        model.eval();
        using var bound = data.Bind(model.Description.Fields);
        using var bitmap = SKBitmap.Decode(new Pictures(model, bound, model.Description.Plan).Reconstructions().Png);
        Assert.Equal((Columns * (Side * Scale + Gap) + Gap, 2 * (Side * Scale + Gap) + Gap), (bitmap.Width, bitmap.Height));

        var indices = arange(Columns, ScalarType.Int64);
        using var batch = test > 0 ? bound.TestBatch(indices) : bound.TrainBatch(indices);
        AssertTiles(bitmap, 0, batch["x"]);
        AssertTiles(bitmap, 1, model.Untyped.Reconstruct(batch)!);
        Assert.False(Tile(bitmap, 0, 0).SequenceEqual(Tile(bitmap, 1, 0)));
    }

    [Fact]
    public void Samples_are_draws_of_the_models_seed()
    {
        using var scope = NewDisposeScope();
        using var data = TinyVae.Data(shape: [1, Side, Side]);
        using var model = new TinyVae(shape: [1, Side, Side]);
        model.eval();
        using var bound = data.Bind(model.Description.Fields);
        using var bitmap = SKBitmap.Decode(new Pictures(model, bound, model.Description.Plan).Samples().Png);
        using var random = new DrawScope(Seeds.Derive(model.Description.Plan.Seed, -2));
        var samples = model.Untyped.Sample(8 * Columns)!;
        for (var row = 0; row < 8; row++)
        {
            AssertTiles(bitmap, row, samples.narrow(0, row * Columns, Columns));
        }
    }

    [Fact]
    public void Curves_are_the_figures_of_their_split()
    {
        EpochMetrics[] metrics =
        [
            new(
                1,
                new Dictionary<string, double> { ["nll_x"] = 5, ["total"] = 9 },
                new Dictionary<string, double> { ["nll_x"] = 6, ["total"] = 10 },
                1,
                1),
            new(
                2,
                new Dictionary<string, double> { ["nll_x"] = 3, ["total"] = 4 },
                new Dictionary<string, double> { ["nll_x"] = 7, ["total"] = 8 },
                1,
                1),
        ];
        var curves = Plots.LossPlot(metrics).GetPlottables<Scatter>().ToArray();
        Assert.Equal(["total, training", "total, test", "nll_x, training", "nll_x, test"], curves.Select(curve => curve.LegendText));
        Assert.Equal(
            [[9.0, 4], [10, 8], [5, 3], [6, 7]],
            curves.Select(curve => curve.Data.GetScatterPoints().Select(point => point.Y).ToArray()));
        Assert.All(curves, curve => Assert.Equal([1.0, 2], curve.Data.GetScatterPoints().Select(point => point.X)));
        Assert.Equal(
            [LinePattern.Solid, LinePattern.Dashed, LinePattern.Solid, LinePattern.Dashed],
            curves.Select(curve => curve.LinePattern));
        Assert.Equal(curves[0].Color, curves[1].Color);
        Assert.Equal(curves[2].Color, curves[3].Color);
        Assert.NotEqual(curves[0].Color, curves[2].Color);

        EpochMetrics[] alone = [.. metrics.Select(epoch => epoch with { Test = new Dictionary<string, double>() })];
        Assert.Equal(
            ["total, training", "nll_x, training"],
            Plots.LossPlot(alone).GetPlottables<Scatter>().Select(curve => curve.LegendText));
    }

    [Fact]
    public void Points_are_the_codes_of_their_class()
    {
        (double, double)[] points = [(1, 2), (3, 4), (5, 6)];
        var marks = Plots.LatentPlot(points, [7, 0, 7]).GetPlottables<Markers>().ToArray();
        Assert.Equal(["0", "7"], marks.Select(mark => mark.LegendText));
        Assert.Equal(
            [[new Coordinates(3, 4)], [new Coordinates(1, 2), new Coordinates(5, 6)]],
            marks.Select(mark => mark.Data.GetScatterPoints().ToArray()));
        Assert.NotEqual(marks[0].Color, marks[1].Color);
        var unlabelled = Assert.Single(Plots.LatentPlot(points, null).GetPlottables<Markers>());
        Assert.Equal(points.Select(point => new Coordinates(point.Item1, point.Item2)), unlabelled.Data.GetScatterPoints());
    }

    /// <summary>A class that is missing for some examples is -1 there.</summary>
    [Fact]
    public void Points_of_a_missing_class_are_drawn_as_such()
    {
        var marks = Plots.LatentPlot([(1, 2), (3, 4), (5, 6)], [1, -1, 1]).GetPlottables<Markers>().ToArray();
        Assert.Equal(["missing", "1"], marks.Select(mark => mark.LegendText));
        Assert.Equal([new Coordinates(3, 4)], marks[0].Data.GetScatterPoints());
        Assert.NotEmpty(Plots.Latent([(1, 2), (3, 4)], [-1, 0]));
    }

    [Fact]
    public void The_report_says_which_column_fed_what()
    {
        using var folder = new TemporaryFolder();
        using var x = Numbers.UniformSingles(1, 12, 6);
        using var other = Numbers.UniformSingles(1, 12);
        using var data = Dataset.FromTensors(new Dictionary<string, Tensor> { ["x"] = x, ["<rest>"] = other }, name: "table");
        using var model = new TinyVae();
        var notices = new List<string>();
        var report = model.TrainOn(data, new TrainOptions { OutputFolder = folder.Path, Epochs = 1 }, new Notices(notices));
        Assert.Equal(["x [6] <- x", "set aside: <rest> (no variable reads it)"], notices);
        var binding = Assert.Single(report.Columns);
        Assert.Equal(("x", "x", ""), (binding.Variable, Assert.Single(binding.Columns), binding.Conversion));
        Assert.Equal([6L], binding.Shape);
        Assert.Equal([new("<rest>", "no variable reads it")], report.SetAside);
        var html = File.ReadAllText(report.ReportPath!);
        Assert.Contains("<td>columns</td><td>x [6] &lt;- x</td>", html, StringComparison.Ordinal);
        Assert.Contains("<td>columns</td><td>set aside: &lt;rest&gt; (no variable reads it)</td>", html, StringComparison.Ordinal);
    }

    private static void AssertTiles(SKBitmap bitmap, int row, Tensor values)
    {
        var expected = Numbers.Of(values).Select(value => (byte)Math.Round(Math.Clamp(value * 255, 0, 255))).Chunk(Side * Side).ToArray();
        Assert.Equal(Columns, expected.Length);
        for (var column = 0; column < Columns; column++)
        {
            // Halves may be rounded either way.
            Assert.All(Tile(bitmap, row, column).Zip(expected[column]), pair => Assert.InRange(pair.First - pair.Second, -1, 1));
        }
    }

    /// <summary>The grey values in the middles of a picture's pixels.</summary>
    private static byte[] Tile(SKBitmap bitmap, int row, int column)
    {
        var (left, top) = (Gap + column * (Side * Scale + Gap), Gap + row * (Side * Scale + Gap));
        return [.. Enumerable.Range(0, Side * Side)
            .Select(i => bitmap.GetPixel(left + i % Side * Scale + Scale / 2, top + i / Side * Scale + Scale / 2).Red)];
    }

    private sealed class Notices(List<string> lines) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Notice is { } notice)
            {
                lines.Add(notice);
            }
        }
    }
}
