using SkiaSharp;
using static TorchSharp.torch;

namespace Hourglass.Reports;

/// <summary>Many small pictures in rows, as one PNG.</summary>
internal static class ImageGrid
{
    private const int TileSide = 56;
    private const int Gap = 4;

    /// <summary>Draws rows of pictures.</summary>
    /// <param name="rows">Each <c>[N, ...]</c>, any shape that <paramref name="shape"/> describes.</param>
    /// <param name="shape">How an example is a picture.</param>
    /// <param name="low">The value that is black.</param>
    /// <param name="high">The value that is white.</param>
    /// <returns>The bytes of a PNG file.</returns>
    public static byte[] Draw(IReadOnlyList<Tensor> rows, ImageShape shape, double low, double high)
    {
        var scale = Math.Max(1, TileSide / Math.Max(shape.Height, shape.Width));
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
