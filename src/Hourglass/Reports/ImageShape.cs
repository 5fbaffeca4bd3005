namespace Hourglass.Reports;

/// <summary>The way in which examples are pictures.</summary>
/// <param name="Channels">1 for grey, 3 for red, green and blue.</param>
/// <param name="Height">Pixels.</param>
/// <param name="Width">Pixels.</param>
internal sealed record ImageShape(int Channels, int Height, int Width)
{
    /// <summary>The words for what counts as a picture.</summary>
    public const string Accepted = "[n × n], [H, W], [1, H, W] or [3, H, W]";

    private const int Smallest = 4;

    /// <summary>
    /// Reads a shape: a vector with a square number of elements, <c>[H, W]</c>, <c>[1, H, W]</c> or <c>[3, H, W]</c>; null for any other,
    /// and for pictures of hardly a pixel.
    /// </summary>
    /// <param name="shape">Of one example.</param>
    public static ImageShape? Of(IReadOnlyList<long> shape)
    {
        var image = shape switch
        {
            [var size] when Math.Round(Math.Sqrt(size)) is var side && side * side == size => new ImageShape(1, (int)side, (int)side),
            [var height, var width] => new ImageShape(1, (int)height, (int)width),
            [1 or 3, var height, var width] => new ImageShape((int)shape[0], (int)height, (int)width),
            _ => null,
        };
        return image is { Height: >= Smallest, Width: >= Smallest } ? image : null;
    }
}
