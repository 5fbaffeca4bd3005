using System.Globalization;
using Hourglass.Checkpoints;
using Hourglass.Evaluation;
using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Hourglass.Reports;

/// <summary>The diagrams of an evaluation.</summary>
internal static class EvaluationPlots
{
    private const int Width = 680;
    private const int Height = 440;

    /// <summary>Up to as many classes, counts stand in their cells.</summary>
    private const int MostCells = 20;

    private static readonly IPalette Palette = new ScottPlot.Palettes.Category10();

    /// <summary>All that the evaluation has.</summary>
    public static IReadOnlyList<Picture> Of(EvaluationReport report) =>
    [
        .. report.Confusions.Select(confusion => Draw(
            $"Confusion of {confusion.Variable}", "Rows are classes, columns predictions.", Confusion(confusion), Width, Width)),
        .. report.Curves.GroupBy(curve => curve.Kind).Select(kind => Draw(
            kind.Key == Curve.Roc ? "ROC" : "Precision and recall", "Anomalies found at every threshold of a score.", Curves([.. kind]))),
        .. report.Histograms.Select(histogram => Draw(
            char.ToUpperInvariant(histogram.Metric[0]) + histogram.Metric[1..],
            $"Examples by {histogram.Name}{(histogram.Series.Count > 1 ? ", as shares of each kind" : "")}.",
            Spread(histogram))),
        .. report.Variances.Count == 0
            ? Array.Empty<Picture>()
            : [Draw("Units", "The variance of each unit's mean over the examples; active above the line.", Variances(report.Variances))],
        .. report.Rates.Count == 0
            ? Array.Empty<Picture>()
            : [Draw("Rate and distortion", RateCaption(report.Rates), Rates(report.Rates))],
    ];

    /// <summary>How often each class was taken for each, by the share of the class.</summary>
    internal static Plot Confusion(Confusion confusion)
    {
        var count = confusion.Counts.Count;
        var shares = new double[count, count];
        for (var row = 0; row < count; row++)
        {
            var all = Math.Max(1, confusion.Counts[row].Sum());
            for (var column = 0; column < count; column++)
            {
                shares[row, column] = (double)confusion.Counts[row][column] / all;
            }
        }

        var plot = new Plot();
        var cells = plot.Add.Heatmap(shares);
        cells.Colormap = new ScottPlot.Colormaps.Blues();
        cells.ManualRange = new ScottPlot.Range(0, 1);
        for (var row = 0; row < (count > MostCells ? 0 : count); row++)
        {
            for (var column = 0; column < count; column++)
            {
                var text = plot.Add.Text(Number(confusion.Counts[row][column]), column, count - 1 - row);
                text.LabelAlignment = Alignment.MiddleCenter;
                text.LabelFontColor = shares[row, column] > 0.5 ? Colors.White : Colors.Black;
            }
        }

        double[] places = [.. Enumerable.Range(0, count).Select(i => (double)i)];
        string[] names = [.. confusion.Classes?.Select(TensorText.Shown) ?? Enumerable.Range(0, count).Select(i => Number(i))];
        if (count <= MostCells)
        {
            plot.Axes.Bottom.TickGenerator = new NumericManual(places, names);
            plot.Axes.Left.TickGenerator = new NumericManual(places, [.. names.Reverse()]);
        }

        plot.Axes.Margins(0, 0);
        plot.XLabel("prediction");
        plot.YLabel("class");
        plot.HideGrid();
        return plot;
    }

    /// <summary>Curves of one kind, a colour for each score.</summary>
    internal static Plot Curves(IReadOnlyList<Curve> curves)
    {
        var plot = new Plot();
        foreach (var (curve, i) in curves.Select((curve, i) => (curve, i)))
        {
            var line = plot.Add.ScatterLine(
                curve.Points.Select(point => point.X).ToArray(), curve.Points.Select(point => point.Y).ToArray(), Palette.GetColor(i));
            line.LegendText = curve.Score;
            line.LineWidth = 2;
        }

        var isRoc = curves[0].Kind == Curve.Roc;
        plot.XLabel(isRoc ? "false positive rate" : "recall");
        plot.YLabel(isRoc ? "true positive rate" : "precision");
        plot.Axes.SetLimits(-0.02, 1.02, -0.02, 1.02);
        plot.ShowLegend(Edge.Right);
        return Numbered(plot);
    }

    /// <summary>Bars of one kind of examples; lines by shares for several, whose numbers differ.</summary>
    internal static Plot Spread(Histogram histogram)
    {
        var plot = new Plot();
        double[] middles = [.. histogram.Edges.Zip(histogram.Edges.Skip(1), (low, high) => (low + high) / 2)];
        if (histogram.Series is [var only])
        {
            var bars = plot.Add.Bars(middles, only.Counts.Select(count => (double)count).ToArray());
            foreach (var bar in bars.Bars)
            {
                bar.Size = histogram.Edges[1] - histogram.Edges[0];
                bar.FillColor = Palette.GetColor(0);
                bar.LineWidth = 0;
            }

            plot.Axes.Margins(bottom: 0);
        }
        else
        {
            foreach (var (series, i) in histogram.Series.Select((series, i) => (series, i)))
            {
                var all = Math.Max(1, series.Counts.Sum());
                var line = plot.Add.ScatterLine(middles, series.Counts.Select(count => (double)count / all).ToArray(), Palette.GetColor(i));
                line.LegendText = series.Name;
                line.LineWidth = 2;
            }

            plot.ShowLegend(Edge.Right);
        }

        plot.XLabel(histogram.Name);
        plot.YLabel(histogram.Series.Count > 1 ? "share" : "examples");
        return Numbered(plot);
    }

    /// <summary>A bar for each unit.</summary>
    internal static Plot Variances(IReadOnlyList<double> variances)
    {
        var plot = new Plot();
        foreach (var bar in plot.Add.Bars(variances.ToArray()).Bars)
        {
            bar.FillColor = Palette.GetColor(0);
            bar.LineWidth = 0;
        }

        plot.Add.HorizontalLine(0.01, 1, Colors.Black, LinePattern.Dashed);
        plot.Axes.Margins(bottom: 0);
        plot.XLabel("unit, from 0");
        plot.YLabel("variance");
        plot.Axes.Left.TickGenerator = new NumericAutomatic { LabelFormatter = Label };
        plot.Axes.Bottom.TickGenerator = new NumericAutomatic { IntegerTicksOnly = true, LabelFormatter = Label };
        return plot;
    }

    /// <summary>Distortion over bits; of a code that is quantised already, by its indices' frequencies and by their fixed length.</summary>
    internal static Plot Rates(IReadOnlyList<RateDistortion> rates)
    {
        var plot = new Plot();
        var hasSignal = HasSignal(rates);
        double[] distortion = [.. rates.Select(rate => hasSignal ? rate.PeakSignalToNoise!.Value : rate.MeanSquare)];
        var curve = plot.Add.Scatter(rates.Select(rate => rate.Bits.Mean).ToArray(), distortion, Palette.GetColor(0));
        curve.LegendText = "by frequencies";
        (curve.LineWidth, curve.MarkerSize) = (2, 8);
        if (rates is [{ FixedBits: { } bits }])
        {
            var mark = plot.Add.Markers([bits], distortion, MarkerShape.OpenCircle, 8, Palette.GetColor(1));
            mark.LegendText = "of one length";
            plot.ShowLegend(Edge.Right);
        }

        plot.XLabel("bits an example");
        plot.YLabel(hasSignal ? "PSNR, dB" : "mean square");
        return Numbered(plot);
    }

    /// <summary>Whether the signal-to-noise ratio can be drawn; it is infinite where nothing is lost.</summary>
    private static bool HasSignal(IReadOnlyList<RateDistortion> rates) =>
        rates.All(rate => rate.PeakSignalToNoise is { } signal && double.IsFinite(signal));

    private static string RateCaption(IReadOnlyList<RateDistortion> rates) => rates is [{ Step: null }]
        ? "Bits of the code's indices, in the best code for their frequencies over training examples, and at one length."
        : "Bits of the code rounded to a series of steps, in the best code for the frequencies over training examples.";

    private static Plot Numbered(Plot plot)
    {
        plot.Axes.Bottom.TickGenerator = new NumericAutomatic { LabelFormatter = Label };
        plot.Axes.Left.TickGenerator = new NumericAutomatic { LabelFormatter = Label };
        return plot;
    }

    private static Picture Draw(string title, string caption, Plot plot, int width = Width, int height = Height) => new(
        title,
        "",
        SKFontManager.Default.FontFamilyCount > 0
            ? caption
            : caption + " Labels are missing because this system has no fonts: install some, such as fonts-dejavu-core.",
        plot.GetImageBytes(width, height, ImageFormat.Png));

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Label(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
