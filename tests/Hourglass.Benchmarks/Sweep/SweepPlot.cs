using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Hourglass.Benchmarks.Sweep;

/// <summary>The sweep as a diagram: a panel for each axis; both directions are logarithmic.</summary>
internal static class SweepPlot
{
    private const int PanelWidth = 550;
    private const int Height = 440;
    private const string Font = "DejaVu Sans";

    private static readonly IPalette Palette = new ScottPlot.Palettes.Category10();

    private static readonly (string Name, Func<SweepPoint, double> Of)[] Kinds =
        [("readable", point => point.Readable), ("portable", point => point.Portable), ("native", point => point.Native)];

    /// <summary>Draws into an .svg or a .png file, panels side by side.</summary>
    public static void Write(string path, IReadOnlyList<SweepSeries> series)
    {
        var width = PanelWidth * series.Count;
        using var file = File.Create(path);
        if (path.EndsWith(".svg", StringComparison.OrdinalIgnoreCase))
        {
            using var canvas = SKSvgCanvas.Create(new SKRect(0, 0, width, Height), file);
            Draw(canvas, series);
        }
        else
        {
            using var bitmap = new SKBitmap(width, Height);
            using var canvas = new SKCanvas(bitmap);
            Draw(canvas, series);
            bitmap.Encode(file, SKEncodedImageFormat.Png, quality: 100);
        }
    }

    /// <summary>Each panel as a picture of its own: ScottPlot's several plots lose their places on a canvas of SVG.</summary>
    private static void Draw(SKCanvas canvas, IReadOnlyList<SweepSeries> series)
    {
        foreach (var (index, one) in series.Index())
        {
            var place = new SKRect(0, 0, PanelWidth, Height);
            using var recorder = new SKPictureRecorder();
            Panel(one).Render(recorder.BeginRecording(place), PanelWidth, Height);
            using var picture = recorder.EndRecording();
            canvas.Save();
            canvas.Translate(index * PanelWidth, 0);
            canvas.ClipRect(place);
            canvas.DrawPicture(picture);
            canvas.Restore();
        }
    }

    private static Plot Panel(SweepSeries series)
    {
        var plot = new Plot();
        var x = series.Points.Select(point => Math.Log10(point.X)).ToArray();
        foreach (var (index, kind) in Kinds.Index())
        {
            var curve = plot.Add.Scatter(x, [.. series.Points.Select(point => Math.Log10(kind.Of(point)))], Palette.GetColor(index));
            curve.LegendText = kind.Name;
            curve.LineWidth = 2;
            curve.MarkerSize = 6;
        }

        plot.Font.Set(Font);
        plot.XLabel(series.Axis);
        plot.YLabel("ms a step");
        plot.Axes.Bottom.TickGenerator = Ticks(series.Points.Select(point => (double)point.X));
        plot.Axes.Left.TickGenerator = Ticks(
            Enumerable.Range(-2, 7).SelectMany(decade => new[] { 1, 2, 5 }.Select(first => first * Math.Pow(10, decade))));
        plot.ShowLegend(Alignment.UpperLeft).FontName = Font;
        return plot;
    }

    private static NumericManual Ticks(IEnumerable<double> values)
    {
        var ticks = new NumericManual();
        foreach (var value in values)
        {
            ticks.AddMajor(Math.Log10(value), value.ToString("0.##", CultureInfo.InvariantCulture));
        }

        return ticks;
    }
}
