using Hourglass.Files;
using SkiaSharp;

namespace Hourglass.Datasets.Pictures;

/// <summary>One picture: PNG, JPEG, BMP, WebP and GIF are decoded by SkiaSharp, TIFF by LibTiff.NET.</summary>
internal static class PictureDecoder
{
    /// <summary>The endings that pictures have.</summary>
    public static readonly IReadOnlyList<string> Endings = [".png", ".jpg", ".jpeg", ".bmp", ".webp", ".gif", ".tif", ".tiff"];

    /// <summary>More than any picture that is trained on; a damaged header must not ask for all memory.</summary>
    private const long MostPixels = 1L << 28;

    /// <summary>Whether a path ends like a picture.</summary>
    public static bool IsPicture(string path) => Endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads the header.</summary>
    /// <exception cref="DataException">The file cannot be read, or is no picture.</exception>
    public static PictureSize Size(string path)
    {
        var bytes = Bytes(path);
        if (TiffPicture.IsTiff(bytes))
        {
            return Checked(path, TiffPicture.Size(path, bytes));
        }

        using var data = SKData.CreateCopy(bytes);
        using var codec = Codec(path, data);
        return Checked(path, new(codec.Info.Height, codec.Info.Width, codec.Info.ColorType == SKColorType.Gray8));
    }

    /// <summary>Decodes the picture; transparency is left out.</summary>
    /// <returns>Red, green, blue and 255 for each pixel, row by row; the caller's.</returns>
    /// <exception cref="DataException">The file cannot be read, or is damaged.</exception>
    public static SKBitmap Decode(string path)
    {
        var bytes = Bytes(path);
        if (TiffPicture.IsTiff(bytes))
        {
            Checked(path, TiffPicture.Size(path, bytes));
            return TiffPicture.Decode(path, bytes);
        }

        using var data = SKData.CreateCopy(bytes);
        using var codec = Codec(path, data);
        var size = Checked(path, new(codec.Info.Height, codec.Info.Width, false));
        var bitmap = new SKBitmap(new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        var result = codec.GetPixels(bitmap.Info, bitmap.GetPixels());
        if (result == SKCodecResult.Success)
        {
            return bitmap;
        }

        bitmap.Dispose();
        throw Damaged(path, result);
    }

    /// <summary>What to say of a picture that cannot be decoded.</summary>
    public static DataException Damaged(string path, string how) => new($"The picture '{path}' is {how}. Fetch it again.");

    /// <summary>The same of what its decoder says.</summary>
    public static DataException Damaged(string path, SKCodecResult result) =>
        Damaged(path, result == SKCodecResult.IncompleteInput ? "cut short" : "damaged");

    private static PictureSize Checked(string path, PictureSize size) => size is { Height: > 0, Width: > 0 }
        && (long)size.Height * size.Width <= MostPixels
        ? size
        : throw new DataException(FormattableString.Invariant(
            $"The picture '{path}' announces {size.Height} × {size.Width} pixels, more than is read."));

    /// <summary>The decoder of a picture's bytes.</summary>
    /// <exception cref="DataException">They are no picture.</exception>
    public static SKCodec Codec(string path, SKData data) => SKCodec.Create(data) ?? throw Damaged(path, "damaged, or is none");

    /// <summary>A file's bytes.</summary>
    /// <exception cref="DataException">It cannot be read.</exception>
    public static byte[] Bytes(string path)
    {
        try
        {
            using var file = RegularFile.OpenRead(path);
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception error) when (RegularFile.IsOfFiles(error) || error is OverflowException)
        {
            throw new DataException($"'{path}' cannot be read: {RegularFile.Reason(error)}", error);
        }
    }
}
