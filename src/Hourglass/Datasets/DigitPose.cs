namespace Hourglass.Datasets;

/// <summary>A random hand: how it bends, scales, slants and rotates a digit's box into pixels.</summary>
internal readonly record struct DigitPose(
    double Width,
    double Height,
    double Slant,
    double Cos,
    double Sin,
    double BendX,
    double BendY,
    double Taper)
{
    public static DigitPose Draw(ref SplitMix64 random, double height, bool wide)
    {
        var tall = height * random.Between(0.82, 1.04);
        var width = tall * (wide ? random.Between(0.55, 0.95) : random.Between(0.3, 0.6));
        var slant = 0.12 + random.Around(0.42);

        // The tangent of half the angle gives sine and cosine without a library's rounding: about ±11 degrees.
        var half = random.Around(0.1);
        var square = 1 + (half * half);
        return new DigitPose(
            width,
            tall,
            slant,
            (1 - (half * half)) / square,
            2 * half / square,
            random.Around(0.22),
            random.Around(0.16),
            random.Around(0.28));
    }

    /// <summary>A point of the unit box, in pixels around the origin.</summary>
    public (double X, double Y) Place(double x, double y)
    {
        var (u, v) = (x - 0.5, y - 0.5);

        // Bends strokes a little and makes the upper half wider or narrower than the lower one.
        var bentU = (u * (1 + (Taper * v))) + (BendX * (0.25 - (v * v)));
        var bentV = v + (BendY * (0.25 - (u * u)));
        var px = (bentU * Width) - (Slant * bentV * Height);
        var py = bentV * Height;
        return ((Cos * px) - (Sin * py), (Sin * px) + (Cos * py));
    }
}
