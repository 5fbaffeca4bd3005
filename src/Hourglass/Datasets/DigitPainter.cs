namespace Hourglass.Datasets;

/// <summary>
/// Paints one digit: jitters the points, bends, scales, slants, rotates and shifts them, and draws the curves with a soft round pen. Only
/// additions, multiplications, divisions and square roots, which every processor rounds alike.
/// </summary>
internal sealed class DigitPainter
{
    public const int Size = 28;

    private const double Height = 19.5;
    private const int StepsPerSpan = 6;

    /// <summary>Over how many pixels the pen's edge fades.</summary>
    private const double Softness = 1.25;

    private readonly double[] _ink = new double[Size * Size];

    /// <summary>Paints into <paramref name="pixels"/>, 28 rows of 28 grey values.</summary>
    public void Paint(ref SplitMix64 random, int digit, Span<byte> pixels)
    {
        var variants = DigitStrokes.Variants[digit];
        var strokes = variants[random.Below(variants.Length)];
        var pose = DigitPose.Draw(ref random, Height, wide: digit != 1);
        var radius = random.Between(0.65, 1.45);
        var curves = new (double X, double Y)[strokes.Length][];
        for (var i = 0; i < strokes.Length; i++)
        {
            curves[i] = Curve(Place(ref random, strokes[i], pose));
        }

        var (left, top) = Centre(curves);
        left += random.Around(1.8);
        top += random.Around(1.8);
        Array.Clear(_ink);
        foreach (var curve in curves)
        {
            for (var i = 1; i < curve.Length; i++)
            {
                Segment(curve[i - 1].X + left, curve[i - 1].Y + top, curve[i].X + left, curve[i].Y + top, radius);
            }
        }

        for (var i = 0; i < _ink.Length; i++)
        {
            pixels[i] = (byte)((_ink[i] * 255) + 0.5);
        }
    }

    private static (double X, double Y)[] Place(ref SplitMix64 random, int[] stroke, DigitPose pose)
    {
        var points = new (double X, double Y)[stroke.Length / 2];
        for (var i = 0; i < points.Length; i++)
        {
            var isCorner = i > 0 && stroke[2 * i] == stroke[(2 * i) - 2] && stroke[(2 * i) + 1] == stroke[(2 * i) - 1];
            points[i] = isCorner
                ? points[i - 1]
                : pose.Place((stroke[2 * i] / 100.0) + random.Around(0.055), (stroke[(2 * i) + 1] / 100.0) + random.Around(0.05));
        }

        return points;
    }

    /// <summary>A Catmull–Rom spline through the points, as a polyline.</summary>
    private static (double X, double Y)[] Curve((double X, double Y)[] points)
    {
        var curve = new (double X, double Y)[((points.Length - 1) * StepsPerSpan) + 1];
        curve[0] = points[0];
        for (var i = 1; i < points.Length; i++)
        {
            var (a, b, c, d) = (points[Math.Max(0, i - 2)], points[i - 1], points[i], points[Math.Min(points.Length - 1, i + 1)]);
            for (var step = 1; step <= StepsPerSpan; step++)
            {
                var t = step / (double)StepsPerSpan;
                curve[((i - 1) * StepsPerSpan) + step] = (Spline(a.X, b.X, c.X, d.X, t), Spline(a.Y, b.Y, c.Y, d.Y, t));
            }
        }

        return curve;
    }

    private static double Spline(double a, double b, double c, double d, double t) =>
        b + (0.5 * t * (c - a + (t * ((2 * a) - (5 * b) + (4 * c) - d + (t * ((3 * (b - c)) + d - a))))));

    /// <summary>How far to move the curves so that the middle of their box lies in the middle of the picture.</summary>
    private static (double Left, double Top) Centre((double X, double Y)[][] curves)
    {
        var (minX, maxX, minY, maxY) = (double.MaxValue, double.MinValue, double.MaxValue, double.MinValue);
        foreach (var (x, y) in curves.SelectMany(curve => curve))
        {
            (minX, maxX, minY, maxY) = (Math.Min(minX, x), Math.Max(maxX, x), Math.Min(minY, y), Math.Max(maxY, y));
        }

        return (((Size - 1) - minX - maxX) / 2, ((Size - 1) - minY - maxY) / 2);
    }

    /// <summary>Ink falls off with the distance of a pixel's centre from the segment.</summary>
    private void Segment(double x0, double y0, double x1, double y1, double radius)
    {
        var reach = radius + (Softness / 2);
        var (dx, dy) = (x1 - x0, y1 - y0);
        var length = (dx * dx) + (dy * dy);
        var firstX = Math.Max(0, (int)(Math.Min(x0, x1) - reach));
        var lastX = Math.Min(Size - 1, (int)(Math.Max(x0, x1) + reach + 1));
        var firstY = Math.Max(0, (int)(Math.Min(y0, y1) - reach));
        var lastY = Math.Min(Size - 1, (int)(Math.Max(y0, y1) + reach + 1));
        for (var y = firstY; y <= lastY; y++)
        {
            for (var x = firstX; x <= lastX; x++)
            {
                var t = length > 0 ? Math.Clamp((((x - x0) * dx) + ((y - y0) * dy)) / length, 0, 1) : 0;
                var (ox, oy) = (x - x0 - (t * dx), y - y0 - (t * dy));
                var squared = (ox * ox) + (oy * oy);
                if (squared < reach * reach)
                {
                    ref var ink = ref _ink[(y * Size) + x];
                    ink = Math.Max(ink, Math.Min(1, (reach - Math.Sqrt(squared)) / Softness));
                }
            }
        }
    }
}
