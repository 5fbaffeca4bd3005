using System.Globalization;
using Hourglass.Training;
using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Hourglass.Reports;

/// <summary>The diagrams of a report, as PNG files' bytes.</summary>
internal static class Plots
{
    private static readonly IPalette Palette = new ScottPlot.Palettes.Category10();

    /// <summary>
    /// What the losses' diagram shows. Where the system has no font, the diagram has no words, and the caption says what they would.
    /// </summary>
    public static string LossCaption(IReadOnlyList<EpochMetrics> metrics) =>
        LossCaption(metrics, SKFontManager.Default.FontFamilyCount > 0);

    /// <summary>The same for a given state of the system.</summary>
    internal static string LossCaption(IReadOnlyList<EpochMetrics> metrics, bool hasFonts)
    {
        var caption = "Means over the examples, every term before its weight; training solid, "
            + $"{(metrics.Any(epoch => epoch.Validation is not null) ? "examples set aside dotted, " : "")}test dashed.";
        return hasFonts
            ? caption
            : $"{caption} Colours, in the order blue, orange, green, red, purple, brown, pink, grey, olive, cyan: "
                + $"{string.Join(", ", Curves(metrics).Select(NameOf))}. Labels are missing because this system has no fonts: "
                + "install some, such as fonts-dejavu-core, and resume to draw again.";
    }

    /// <summary>The total and every term over the epochs; training solid, the test split dashed in the same colour.</summary>
    public static byte[] Losses(IReadOnlyList<EpochMetrics> metrics) => LossPlot(metrics).GetImageBytes(920, 480, ImageFormat.Png);

    /// <summary>The same before it is drawn.</summary>
    internal static Plot LossPlot(IReadOnlyList<EpochMetrics> metrics)
    {
        var plot = new Plot();
        foreach (var (curve, i) in Curves(metrics).Select((curve, i) => (curve, i)))
        {
            var (of, colour) = (metrics.Where(epoch => epoch.Phase == curve.Phase).ToArray(), Palette.GetColor(i));
            Curve(plot, of, epoch => epoch.Train, curve, "training", colour, LinePattern.Solid);
            Curve(plot, of, epoch => epoch.Validation, curve, "set aside", colour, LinePattern.Dotted);
            Curve(plot, of, epoch => epoch.Test, curve, "test", colour, LinePattern.Dashed);
        }

        plot.XLabel("epoch");
        plot.YLabel("per example");
        plot.Axes.Bottom.TickGenerator = new NumericAutomatic { IntegerTicksOnly = true, LabelFormatter = Label };
        plot.Axes.Left.TickGenerator = new NumericAutomatic { LabelFormatter = Label };
        plot.ShowLegend(Edge.Right);
        return plot;
    }

    /// <summary>Points of a two-dimensional code.</summary>
    /// <param name="points">One pair an example.</param>
    /// <param name="classes">The class of every example, or null.</param>
    public static byte[] Latent(IReadOnlyList<(double X, double Y)> points, IReadOnlyList<long>? classes) =>
        LatentPlot(points, classes).GetImageBytes(680, 600, ImageFormat.Png);

    /// <summary>The same before it is drawn.</summary>
    internal static Plot LatentPlot(IReadOnlyList<(double X, double Y)> points, IReadOnlyList<long>? classes)
    {
        var plot = new Plot();
        var groups = points.Zip(classes ?? [.. Enumerable.Repeat(0L, points.Count)])
            .GroupBy(pair => pair.Second)
            .OrderBy(group => group.Key);
        foreach (var group in groups)
        {
            var marks = plot.Add.Markers(
                group.Select(p => p.First.X).ToArray(),
                group.Select(p => p.First.Y).ToArray(),
                MarkerShape.FilledCircle,
                4,
                group.Key < 0 ? Colors.LightGray : Palette.GetColor((int)(group.Key % Palette.Colors.Length)));
            marks.LegendText = classes is null ? "" : ClassName(group.Key);
        }

        plot.XLabel("code 1");
        plot.YLabel("code 2");
        plot.Axes.Bottom.TickGenerator = new NumericAutomatic { LabelFormatter = Label };
        plot.Axes.Left.TickGenerator = new NumericAutomatic { LabelFormatter = Label };
        if (classes is not null)
        {
            plot.ShowLegend(Edge.Right);
        }

        return plot;
    }

    /// <summary>A class that is missing is -1.</summary>
    private static string ClassName(long of) => of < 0 ? "missing" : of.ToString(CultureInfo.InvariantCulture);

    /// <summary>The curves by phase; of each, the total, which goes down, first.</summary>
    private static IEnumerable<(string? Phase, string Term)> Curves(IReadOnlyList<EpochMetrics> metrics) => metrics
        .DistinctBy(epoch => epoch.Phase)
        .SelectMany(epoch => epoch.Train.Keys
            .OrderBy(name => name == TermAverages.Total ? 0 : 1)
            .Select(name => (epoch.Phase, name)));

    private static string NameOf((string? Phase, string Term) curve) =>
        curve.Phase is { } phase ? $"{phase}: {curve.Term}" : curve.Term;

    private static void Curve(
        Plot plot,
        EpochMetrics[] epochs,
        Func<EpochMetrics, IReadOnlyDictionary<string, double>?> figures,
        (string? Phase, string Term) of,
        string split,
        Color colour,
        LinePattern pattern)
    {
        if (epochs.Any(epoch => figures(epoch)?.ContainsKey(of.Term) != true))
        {
            return;
        }

        double[] x = [.. epochs.Select(epoch => (double)epoch.Epoch)];
        var curve = plot.Add.Scatter(x, epochs.Select(epoch => figures(epoch)![of.Term]).ToArray(), colour);
        curve.LegendText = $"{NameOf(of)}, {split}";
        curve.LinePattern = pattern;
        curve.LineWidth = 2;
        curve.MarkerSize = x.Length > 30 ? 0 : 5;
    }

    private static string Label(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
