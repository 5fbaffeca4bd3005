using Hourglass.Reports;
using ScottPlot;
using ScottPlot.TickGenerators;
using static TorchSharp.torch;

namespace Pca;

/// <summary>The pictures of the README.</summary>
internal static class Figures
{
    /// <summary>Errors by the width of the code, both on scales of powers of two.</summary>
    public static void SaveErrors(string path, IReadOnlyList<(int Width, double Components, double Nonlinear)> errors)
    {
        var plot = new Plot();
        double[] x = [.. errors.Select(row => Math.Log2(row.Width))];
        plot.Add.Scatter(x, errors.Select(row => row.Components).ToArray()).LegendText = "singular values";
        plot.Add.Scatter(x, errors.Select(row => row.Nonlinear).ToArray()).LegendText = "Nonlinear";
        plot.Axes.Bottom.TickGenerator = new NumericManual(x, [.. errors.Select(row => FormattableString.Invariant($"{row.Width}"))]);
        plot.Axes.SetLimitsY(0, 1.1 * errors.Max(row => Math.Max(row.Components, row.Nonlinear)));
        plot.XLabel("width of the code");
        plot.YLabel("squared error of a test image");
        plot.ShowLegend(Alignment.UpperRight);
        PictureFile.Write(path, plot.GetImageBytes(560, 360, ImageFormat.Png));
    }

    /// <summary>Rows of axes as pictures, each from the negative of its largest number (black) to that (white).</summary>
    public static void SaveAxes(string path, IReadOnlyList<Tensor> rows)
    {
        using var scope = NewDisposeScope();
        ImageGrid.Save(path, [.. rows.Select(Scaled)], low: -1, side: 56);
    }

    /// <summary>An axis has no sign of its own: the larger end is made the white one.</summary>
    private static Tensor Scaled(Tensor axes)
    {
        var wide = axes.detach().to_type(ScalarType.Float64);
        return wide / wide.gather(1, wide.abs().argmax(1, keepdim: true));
    }
}
