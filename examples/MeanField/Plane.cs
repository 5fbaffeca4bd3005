using Hourglass.Inference;
using ScottPlot;
using TorchSharp;
using static TorchSharp.torch;

namespace MeanField;

/// <summary>Points in the colours of their components, and the ellipses of two deviations around the expected means.</summary>
internal static class Plane
{
    public static void Save(string path, Tensor points, int[] components, MixturePosterior posterior)
    {
        using var plot = new Plot();
        var alive = posterior.ActiveComponents();
        var xy = points.to_type(ScalarType.Float64).data<double>().ToArray();
        var palette = new ScottPlot.Palettes.Category20();
        foreach (var (k, place) in alive.Select((k, place) => (k, place)))
        {
            var own = Enumerable.Range(0, components.Length).Where(n => components[n] == k).ToArray();
            var markers = plot.Add.Markers(
                own.Select(n => xy[2 * n]).ToArray(), own.Select(n => xy[(2 * n) + 1]).ToArray(), MarkerShape.FilledCircle, 3);
            markers.Color = palette.GetColor(place);
            var (major, minor, angle) = Axes(posterior, k);
            var ellipse = plot.Add.Ellipse(posterior.Means[k][0], posterior.Means[k][1], 2 * major, 2 * minor, Angle.FromRadians(angle));
            ellipse.LineColor = Colors.Black;
            ellipse.LineWidth = 1.5f;
        }

        plot.Title($"{alive.Count} of {posterior.Components} components are left");
        plot.Axes.SquareUnits();
        plot.SavePng(path, 640, 480);
    }

    /// <summary>The deviations along the axes of the inverse of the expected precision, and the angle of the first.</summary>
    private static (double Major, double Minor, double Angle) Axes(MixturePosterior posterior, int k)
    {
        double Of(int i, int j) => posterior.InverseScales[k, i, j] / posterior.DegreesOfFreedom[k];
        var (a, b, c) = (Of(0, 0), Of(0, 1), Of(1, 1));
        var (middle, half) = ((a + c) / 2, Math.Sqrt(((a - c) * (a - c) / 4) + (b * b)));
        return (Math.Sqrt(middle + half), Math.Sqrt(middle - half), Math.Atan2(2 * b, a - c) / 2);
    }
}
