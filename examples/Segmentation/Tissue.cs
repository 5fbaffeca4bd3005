using TorchSharp;
using static TorchSharp.torch;

namespace Segmentation;

/// <summary>
/// Cells as an electron microscope might show them, drawn by code: dark membranes between the cells of a Voronoi pattern, dark blobs within
/// cells that are no membranes, uneven light, blur and noise.
/// </summary>
internal static class Tissue
{
    private const int Side = 256;
    private const int Train = 8;
    private const int Test = 3;
    private const int Cells = 60;
    private const double HalfMembrane = 2.2;

    /// <summary>Draws pictures.</summary>
    /// <param name="seed">Another seed, other pictures.</param>
    public static Slices Draw(int seed)
    {
        var random = new Random(seed);
        var (images, masks) = (new byte[(Train + Test) * Side * Side], new byte[(Train + Test) * Side * Side]);
        for (var i = 0; i < Train + Test; i++)
        {
            var place = i * Side * Side;
            Draw(random, images.AsSpan(place, Side * Side), masks.AsSpan(place, Side * Side));
        }

        long[] shape = [Train + Test, 1, Side, Side];
        return new Slices("cells drawn by code", tensor(images).reshape(shape), tensor(masks).reshape(shape), Train);
    }

    private static void Draw(Random random, Span<byte> image, Span<byte> mask)
    {
        var cells = new (double X, double Y, double Grey)[Cells];
        var blobs = new (double X, double Y, double Radius)[Cells];
        for (var i = 0; i < Cells; i++)
        {
            cells[i] = (Side * random.NextDouble(), Side * random.NextDouble(), 150 + (50 * random.NextDouble()));
            blobs[i] = (Side * random.NextDouble(), Side * random.NextDouble(), 2 + (4 * random.NextDouble()));
        }

        var (light, towards) = (40 * random.NextDouble(), 2 * Math.PI * random.NextDouble());
        var clean = new double[Side * Side];
        for (var i = 0; i < clean.Length; i++)
        {
            var (x, y) = (i % Side, i / Side);
            var border = Border(cells, x, y, out var nearest);
            mask[i] = (byte)(border < HalfMembrane ? 1 : 0);
            var isDark = mask[i] == 1 || blobs.Any(blob => Distance(blob.X - x, blob.Y - y) < blob.Radius);
            var shade = light * ((x * Math.Cos(towards)) + (y * Math.Sin(towards))) / Side;
            clean[i] = (isDark ? 80 : cells[nearest].Grey) + shade;
        }

        for (var i = 0; i < clean.Length; i++)
        {
            image[i] = (byte)Math.Clamp(Blurred(clean, i % Side, i / Side) + (25 * Normal(random)), 0, 255);
        }
    }

    /// <summary>How far a place is from the border between its cell and the next nearest, by the distances from both centres.</summary>
    private static double Border((double X, double Y, double Grey)[] cells, int x, int y, out int nearest)
    {
        var (first, second) = (-1, -1);
        double Square(int i) => i < 0 ? double.PositiveInfinity : Math.Pow(cells[i].X - x, 2) + Math.Pow(cells[i].Y - y, 2);
        for (var i = 0; i < cells.Length; i++)
        {
            if (Square(i) < Square(first))
            {
                (first, second) = (i, first);
            }
            else if (Square(i) < Square(second))
            {
                second = i;
            }
        }

        nearest = first;
        var apart = Distance(cells[first].X - cells[second].X, cells[first].Y - cells[second].Y);
        return (Square(second) - Square(first)) / (2 * apart);
    }

    /// <summary>The mean of 3 × 3 places; what lies outside repeats the border.</summary>
    private static double Blurred(double[] clean, int x, int y)
    {
        var sum = 0.0;
        for (var i = 0; i < 9; i++)
        {
            var (column, row) = (Math.Clamp(x + (i % 3) - 1, 0, Side - 1), Math.Clamp(y + (i / 3) - 1, 0, Side - 1));
            sum += clean[(row * Side) + column];
        }

        return sum / 9;
    }

    private static double Distance(double x, double y) => Math.Sqrt((x * x) + (y * y));

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
