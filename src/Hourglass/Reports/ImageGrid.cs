using Hourglass.Datasets;
using SkiaSharp;
using static System.FormattableString;
using static TorchSharp.torch;

namespace Hourglass.Reports;

/// <summary>
/// Many small pictures in rows, as one PNG. A picture is <c>[n × n]</c>, <c>[H, W]</c>, <c>[1, H, W]</c>, all of them grey, or
/// <c>[3, H, W]</c> in colour, and 4 pixels or more each way.
/// </summary>
public static class ImageGrid
{
    private const int TileSide = 56;
    private const int Gap = 4;

    /// <summary>Draws rows of pictures.</summary>
    /// <param name="rows">Each <c>[N, ...]</c>, pictures of one shape; <c>pictures.split(10)</c> makes rows of ten.</param>
    /// <param name="low">The value that is black.</param>
    /// <param name="high">The value that is white, another than <paramref name="low"/>'s; values beyond the two are cut off.</param>
    /// <param name="side">How many pixels the longer side of a picture takes at most; those of the picture itself are drawn as squares of
    /// as many whole pixels as fit, or of one where none do.</param>
    /// <returns>The bytes of a PNG file.</returns>
    /// <exception cref="DataException">There are no pictures, they have several shapes, or black is not below white.</exception>
    /// <exception cref="HourglassException">The system cannot draw.</exception>
    public static byte[] Draw(IReadOnlyList<Tensor> rows, double low = 0, double high = 1, int side = TileSide)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 1);
        var shape = ShapeOf(rows);
        if (!(low < high && double.IsFinite(low) && double.IsFinite(high)))
        {
            throw new DataException(Invariant($"Black is {low} and white is {high}; the first is to be below the second."));
        }

        return DrawingLibrary.WhyNot() is { } why
            ? throw new HourglassException($"Pictures cannot be drawn here: {why}")
            : Draw(rows, shape, low, high, side);
    }

    /// <summary>Draws rows of pictures into a file, which is then written whole or not at all; its folder is made.</summary>
    /// <param name="path">The file, <c>….png</c>; one that is there is replaced.</param>
    /// <param name="rows">Each <c>[N, ...]</c>, pictures of one shape; <c>pictures.split(10)</c> makes rows of ten.</param>
    /// <param name="low">The value that is black.</param>
    /// <param name="high">The value that is white.</param>
    /// <param name="side">How many pixels the longer side of a picture takes at most.</param>
    /// <exception cref="DataException">There are no pictures, they have several shapes, or black is not below white.</exception>
    /// <exception cref="HourglassException">The system cannot draw, or the file cannot be written.</exception>
    public static void Save(string path, IReadOnlyList<Tensor> rows, double low = 0, double high = 1, int side = TileSide) =>
        PictureFile.Write(path, Draw(rows, low, high, side));

    /// <summary>Draws rows of pictures.</summary>
    /// <param name="rows">Each <c>[N, ...]</c>, any shape that <paramref name="shape"/> describes.</param>
    /// <param name="shape">How an example is a picture.</param>
    /// <param name="low">The value that is black.</param>
    /// <param name="high">The value that is white.</param>
    /// <param name="side">How many pixels the longer side of a picture takes at most.</param>
    /// <returns>The bytes of a PNG file.</returns>
    internal static byte[] Draw(IReadOnlyList<Tensor> rows, ImageShape shape, double low, double high, int side = TileSide)
    {
        var scale = Math.Max(1, side / Math.Max(shape.Height, shape.Width));
        var (tileWidth, tileHeight) = (shape.Width * scale + Gap, shape.Height * scale + Gap);
        var columns = rows.Max(row => (int)row.shape[0]);
        using var surface = SKSurface.Create(new SKImageInfo(columns * tileWidth + Gap, rows.Count * tileHeight + Gap));
        surface.Canvas.Clear(SKColors.White);
        for (var row = 0; row < rows.Count; row++)
        {
            var pixels = Bytes(rows[row], low, high);
            var size = shape.Channels * shape.Height * shape.Width;
            for (var column = 0; column < rows[row].shape[0]; column++)
            {
                using var tile = Tile(pixels.AsSpan(column * size, size), shape);
                var (left, top) = (Gap + column * tileWidth, Gap + row * tileHeight);
                surface.Canvas.DrawImage(
                    tile,
                    new SKRect(left, top, left + shape.Width * scale, top + shape.Height * scale),
                    new SKSamplingOptions(SKFilterMode.Nearest));
            }
        }

        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }

    private static ImageShape ShapeOf(IReadOnlyList<Tensor> rows)
    {
        if (rows.Count == 0 || rows.Any(row => row is null || row.dim() < 2 || row.shape[0] == 0))
        {
            throw new DataException("A grid takes one row of pictures or more, each [N, ...] with an N of 1 or more.");
        }

        var first = rows[0].shape[1..];
        if (rows.FirstOrDefault(row => !row.shape.AsSpan(1).SequenceEqual(first)) is { } other)
        {
            throw new DataException(
                $"The pictures of a grid have one shape; got {Shapes.List(first)} and {Shapes.List(other.shape[1..])}.");
        }

        return ImageShape.Of(first) ?? throw new DataException(
            $"{Shapes.List(first)} is no picture; those are {ImageShape.Accepted}, of 4 pixels or more each way.");
    }

    private static byte[] Bytes(Tensor values, double low, double high)
    {
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var range = high > low ? high - low : 1;
        return values.detach()
            .cpu()
            .to_type(ScalarType.Float64)
            .sub(low)
            .mul(255 / range)
            .nan_to_num(0.0)
            .clamp(0, 255)
            .round()
            .to_type(ScalarType.Byte)
            .contiguous()
            .data<byte>()
            .ToArray();
    }

    private static SKImage Tile(ReadOnlySpan<byte> planes, ImageShape shape)
    {
        var area = shape.Height * shape.Width;
        var pixels = new byte[area * 4];
        for (var i = 0; i < area; i++)
        {
            for (var channel = 0; channel < 3; channel++)
            {
                pixels[4 * i + channel] = planes[shape.Channels == 3 ? channel * area + i : i];
            }

            pixels[4 * i + 3] = 255;
        }

        return SKImage.FromPixelCopy(new SKImageInfo(shape.Width, shape.Height, SKColorType.Rgba8888, SKAlphaType.Opaque), pixels);
    }
}
