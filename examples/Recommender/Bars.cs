using Hourglass.Reports;
using ScottPlot;
using ScottPlot.TickGenerators;

namespace Recommender;

/// <summary>The picture of the README: the three figures of each method.</summary>
internal static class Bars
{
    private const double Wide = 0.25;

    private static readonly (string Name, Func<Judged, double> Of)[] Figures =
        [("NDCG@100", row => row.Gain), ("Recall@20", row => row.Recall20), ("Recall@50", row => row.Recall50)];

    /// <summary>Draws them.</summary>
    public static void Save(string path, IReadOnlyList<Judged> methods)
    {
        var plot = new Plot();
        foreach (var ((name, of), place) in Figures.Select((figure, place) => (figure, place - 1)))
        {
            var bars = plot.Add.Bars(
                methods.Select((row, i) => new Bar { Position = i + (Wide * place), Value = of(row), Size = Wide }).ToArray());
            (bars.LegendText, bars.Color) = (name, plot.Add.GetNextColor());
        }

        plot.Axes.Bottom.TickGenerator = new NumericManual(
            [.. Enumerable.Range(0, methods.Count).Select(i => (double)i)], [.. methods.Select(row => row.Name)]);
        plot.Axes.Margins(bottom: 0);
        plot.ShowLegend(Alignment.UpperLeft, Orientation.Horizontal);
        plot.Axes.SetLimitsY(0, 1.25 * methods.Max(row => row.Recall50));
        PictureFile.Write(path, plot.GetImageBytes(760, 360, ImageFormat.Png));
    }
}
