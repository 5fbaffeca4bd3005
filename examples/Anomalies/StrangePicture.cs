using Hourglass.Evaluation;
using SkiaSharp;
using TorchSharp;
using static TorchSharp.torch;

namespace Anomalies;

/// <summary>
/// The strangest and the most usual images, each above what the model makes of it, and above the elements that made the error, in red.
/// </summary>
internal static class StrangePicture
{
    private const int Columns = 12;
    private const int Side = 28;
    private const int Scale = 2;
    private const int Gap = 4;

    /// <summary>Draws.</summary>
    /// <param name="pass">The images that were scored.</param>
    /// <param name="scores">Their scores.</param>
    /// <param name="path">A PNG file.</param>
    public static void Draw(SplitPass pass, double[] scores, string path)
    {
        long[] order = [.. Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i]).Select(i => (long)i)];
        const int Tile = (Side * Scale) + Gap;
        using var surface = SKSurface.Create(new SKImageInfo((Columns * Tile) + Gap, (6 * Tile) + (2 * Gap)));
        surface.Canvas.Clear(SKColors.White);
        var top = Gap;
        foreach (var places in new[] { order[..Columns], order[^Columns..] })
        {
            pass.At(places).ForEach("picture", (batch, _) =>
            {
                var (x, y) = (batch["x"], pass.Model.Untyped.Reconstruct(batch)!);
                var error = (y - x).square();
                Row(surface.Canvas, x, x, top);
                Row(surface.Canvas, y, y, top + Tile);
                Row(surface.Canvas, x.maximum(error), x * (1 - error), top + (2 * Tile));
            });
            top += (3 * Tile) + Gap;
        }

        using var image = surface.Snapshot();
        using var png = image.Encode(SKEncodedImageFormat.Png, 100);
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllBytes(path, png.ToArray());
    }

    /// <summary>Images by their red and by their other light.</summary>
    private static void Row(SKCanvas canvas, Tensor red, Tensor others, int top)
    {
        var (reds, rest) = (Bytes(red), Bytes(others));
        for (var i = 0; i < Columns; i++)
        {
            using var tile = new SKBitmap(Side, Side);
            for (var p = 0; p < Side * Side; p++)
            {
                var (light, dim) = (reds[(i * Side * Side) + p], rest[(i * Side * Side) + p]);
                tile.SetPixel(p % Side, p / Side, new SKColor(light, dim, dim));
            }

            using var drawn = SKImage.FromBitmap(tile);
            var left = Gap + (i * ((Side * Scale) + Gap));
            canvas.DrawImage(
                drawn, new SKRect(left, top, left + (Side * Scale), top + (Side * Scale)), new SKSamplingOptions(SKFilterMode.Nearest));
        }
    }

    private static byte[] Bytes(Tensor values) =>
        values.cpu().mul(255).clamp(0, 255).round().to_type(ScalarType.Byte).contiguous().data<byte>().ToArray();
}
