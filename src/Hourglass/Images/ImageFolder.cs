using Hourglass.Datasets.Pictures;
using Hourglass.Files;
using Hourglass.Reports;
using SkiaSharp;
using static TorchSharp.torch;

namespace Hourglass.Images;

/// <summary>Greyscale pictures of one size in a folder, such as the slices of a microscope. SkiaSharp decodes them.</summary>
public static class ImageFolder
{
    /// <summary>More than any slice; a damaged header must not ask for all memory.</summary>
    private const long MostPixels = 1L << 28;

    /// <summary>As for other data that are read into memory.</summary>
    private const long MostBytes = 1L << 33;

    private static readonly string[] Endings = [".png", ".jpg", ".jpeg", ".bmp", ".webp"];

    /// <summary>
    /// Reads all pictures (<c>.png</c>, <c>.jpg</c>, <c>.bmp</c>, <c>.webp</c>) of a folder in the order of their names, in which runs of
    /// digits count as numbers: 2 comes before 10.
    /// </summary>
    /// <param name="folder">The folder.</param>
    /// <returns>Bytes <c>[N, 1, H, W]</c>; the caller's.</returns>
    /// <exception cref="DataException">There is no picture, or one is damaged, of another size, or not of 8-bit grey values.</exception>
    public static Tensor Read(string folder)
    {
        ArgumentNullException.ThrowIfNull(folder);
        if (DrawingLibrary.WhyNot() is { } reason)
        {
            throw new DataException($"Pictures cannot be read here: {reason}");
        }

        var paths = Paths(folder);
        var (height, width) = Size(paths[0]);
        if ((long)height * width * paths.Count > MostBytes)
        {
            throw new DataException(FormattableString.Invariant(
                $"The pictures of '{folder}' take {paths.Count} × {height} × {width} bytes, more than the 8 GiB that are read."));
        }

        var images = empty([paths.Count, 1, height, width], ScalarType.Byte);
        try
        {
            for (var i = 0; i < paths.Count; i++)
            {
                using var image = images.narrow(0, i, 1);
                Decode(paths[i], paths[0], height, width, image.bytes);
            }

            return images;
        }
        catch
        {
            images.Dispose();
            throw;
        }
    }

    private static List<string> Paths(string folder)
    {
        try
        {
            var paths = PictureFolder.Pictures(folder)
                .Where(path => Endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
                .ToList();
            return paths.Count > 0
                ? paths
                : throw new DataException($"The folder '{folder}' has no picture ({string.Join(", ", Endings)}).");
        }
        catch (Exception error) when (RegularFile.IsOfFiles(error))
        {
            throw new DataException($"The folder '{folder}' cannot be read: {RegularFile.Reason(error)}", error);
        }
    }

    private static (int Height, int Width) Size(string path)
    {
        using var data = SKData.CreateCopy(PictureDecoder.Bytes(path));
        using var codec = Codec(path, data);
        return (codec.Info.Height, codec.Info.Width);
    }

    private static void Decode(string path, string first, int height, int width, Span<byte> pixels)
    {
        using var data = SKData.CreateCopy(PictureDecoder.Bytes(path));
        using var codec = Codec(path, data);
        if (codec.Info.Height != height || codec.Info.Width != width)
        {
            throw new DataException(FormattableString.Invariant(
                $"The picture '{path}' is {codec.Info.Height} × {codec.Info.Width} and '{first}' is {height} × {width}; all of a folder ")
                + "must be of one size.");
        }

        var info = new SKImageInfo(width, height, SKColorType.Gray8, SKAlphaType.Opaque);
        var result = codec.GetPixels(info, out var decoded);
        if (result != SKCodecResult.Success)
        {
            throw PictureDecoder.Damaged(path, result);
        }

        decoded.CopyTo(pixels);
    }

    private static SKCodec Codec(string path, SKData data)
    {
        var codec = PictureDecoder.Codec(path, data);
        var info = codec.Info;
        var wrong = (long)info.Width * info.Height > MostPixels
            ? FormattableString.Invariant($"announces {info.Height} × {info.Width} places, more than is read")
            : info.ColorType != SKColorType.Gray8 ? "is not of 8-bit grey values; save it as such" : null;
        if (wrong is null)
        {
            return codec;
        }

        codec.Dispose();
        throw new DataException($"The picture '{path}' {wrong}.");
    }
}
