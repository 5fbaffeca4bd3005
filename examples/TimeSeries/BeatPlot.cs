using Hourglass.Reports;
using ScottPlot;
using static TorchSharp.torch;

namespace TimeSeries;

/// <summary>A beat of each class with what comes back of it, and below it the error along time.</summary>
internal static class BeatPlot
{
    private const int MostClasses = 4;
    private const int Width = 260;
    private const int Height = 190;

    /// <summary>Draws the beat of each class whose score is the class's median, and writes it down.</summary>
    /// <param name="path">The file, <c>….png</c>.</param>
    /// <param name="beats">The beats.</param>
    /// <param name="names">What the classes are called.</param>
    /// <param name="squares">The square of the difference at each sample, <c>[N, 140]</c>.</param>
    /// <param name="reconstructions">What comes back, <c>[N, 140]</c>.</param>
    /// <exception cref="Hourglass.HourglassException">The file cannot be written.</exception>
    public static void Save(string path, Beats beats, IReadOnlyList<string> names, Tensor squares, Tensor reconstructions)
    {
        using var sums = squares.sum(1);
        var scores = sums.data<double>().ToArray();
        var groups = Enumerable.Range(0, scores.Length)
            .GroupBy(i => beats.Classes[i])
            .OrderBy(group => group.Key)
            .Take(MostClasses)
            .ToArray();
        var plots = new Multiplot();
        plots.AddPlots(2 * groups.Length);
        plots.Layout = new ScottPlot.MultiplotLayouts.Grid(2, groups.Length);
        for (var column = 0; column < groups.Length; column++)
        {
            var ordered = groups[column].OrderBy(i => scores[i]).ToArray();
            var beat = ordered[ordered.Length / 2];
            var above = plots.GetPlot(column);
            above.Title(names[groups[column].Key], 13);
            Line(above, Row(beats.Values, beat), Colors.Black, "beat");
            Line(above, Row(reconstructions, beat), Colors.Red, "comes back");
            above.Axes.SetLimitsY(Low(beats.Values), High(beats.Values));
            var below = plots.GetPlot(groups.Length + column);
            Line(below, Row(squares, beat), Colors.Blue, "squared error");
            below.Axes.SetLimitsY(0, High(squares) / 2);
            if (column == 0)
            {
                above.ShowLegend(Alignment.LowerRight);
                below.ShowLegend(Alignment.UpperRight);
            }
            else
            {
                above.HideLegend();
                below.HideLegend();
            }
        }

        PictureFile.Write(path, plots.Render(Width * groups.Length, 2 * Height).GetImageBytes());
    }

    private static void Line(Plot plot, double[] values, Color colour, string name)
    {
        var line = plot.Add.Signal(values, 1, colour);
        line.LineWidth = 2;
        line.LegendText = name;
    }

    private static double[] Row(Tensor rows, int i)
    {
        using var row = rows[i].to_type(ScalarType.Float64).contiguous();
        return row.data<double>().ToArray();
    }

    private static double Low(Tensor values) => values.min().to_type(ScalarType.Float64).item<double>();

    private static double High(Tensor values) => values.max().to_type(ScalarType.Float64).item<double>();
}
