using System.Globalization;
using ScottPlot;
using ScottPlot.TickGenerators;
using SkiaSharp;

namespace Hourglass.Benchmarks.Sweep;

/// <summary>The sweep as a diagram: a panel for each axis, both directions logarithmic.</summary>
internal static class SweepPlot
{
    private const int Width = 1100;
    private const int Height = 440;

    private static readonly IPalette Palette = new ScottPlot.Palettes.Category10();

    private static readonly (string Name, Func<SweepPoint, double> Of)[] Kinds =
        [("readable", point => point.Readable), ("portable", point => point.Portable), ("native", point => point.Native)];

    /// <summary>Draws into an .svg or a .png file.</summary>
    public static void Write(string path, IReadOnlyList<SweepSeries> series)
    {
        var panels = new Multiplot { Layout = new ScottPlot.MultiplotLayouts.Columns() };
        panels.Subplots.RemoveAt(0);
        foreach (var one in series)
        {
            panels.AddPlot(Panel(one));
        }

        if (path.EndsWith(".svg", StringComparison.OrdinalIgnoreCase))
        {
            using var file = File.Create(path);
            using var canvas = SKSvgCanvas.Create(new SKRect(0, 0, Width, Height), file);
            panels.Render(canvas, new PixelRect(0, Width, Height, 0));
        }
        else
        {
            panels.SavePng(path, Width, Height);
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

        plot.XLabel(series.Axis);
        plot.YLabel("ms a step");
        plot.Axes.Bottom.TickGenerator = Ticks(series.Points.Select(point => (double)point.X));
        plot.Axes.Left.TickGenerator = Ticks(Enumerable.Range(-2, 7).SelectMany(decade => new[] { 1, 2, 5 }.Select(first => first * Math.Pow(10, decade))));
        plot.ShowLegend(Alignment.UpperLeft);
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
