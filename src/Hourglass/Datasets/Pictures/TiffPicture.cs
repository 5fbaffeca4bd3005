using System.Runtime.InteropServices;
using BitMiracle.LibTiff.Classic;
using SkiaSharp;

namespace Hourglass.Datasets.Pictures;

/// <summary>The first picture of a TIFF file, which SkiaSharp does not read.</summary>
internal static class TiffPicture
{
    static TiffPicture() => Tiff.SetErrorHandler(new Silence());

    /// <summary>Whether bytes begin like a TIFF file, of either order of bytes.</summary>
    public static bool IsTiff(ReadOnlySpan<byte> bytes) => bytes.StartsWith("II*\0"u8) || bytes.StartsWith("MM\0*"u8);

    /// <summary>Reads the header.</summary>
    /// <exception cref="DataException">It is damaged.</exception>
    public static PictureSize Size(string path, byte[] bytes) => Read(path, bytes, tiff => new PictureSize(
        Number(tiff, TiffTag.IMAGELENGTH, 0),
        Number(tiff, TiffTag.IMAGEWIDTH, 0),
        Number(tiff, TiffTag.PHOTOMETRIC, -1) is (int)Photometric.MINISBLACK or (int)Photometric.MINISWHITE));

    /// <summary>Decodes it.</summary>
    /// <returns>Red, green, blue and 255 for each pixel; the caller's.</returns>
    /// <exception cref="DataException">It is damaged.</exception>
    public static SKBitmap Decode(string path, byte[] bytes) => Read(path, bytes, tiff =>
    {
        var (height, width) = (Number(tiff, TiffTag.IMAGELENGTH, 0), Number(tiff, TiffTag.IMAGEWIDTH, 0));
        var pixels = new int[checked(height * width)];
        if (!tiff.ReadRGBAImageOriented(width, height, pixels, Orientation.TOPLEFT, stopOnError: true))
        {
            throw PictureDecoder.Damaged(path, "damaged, or of a kind of TIFF that is not read");
        }

        // LibTiff's integers have red in their lowest byte, as the bytes of Rgba8888 on the machines that .NET runs on.
        var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul));
        Marshal.Copy(pixels, 0, bitmap.GetPixels(), pixels.Length);
        return bitmap;
    });

    private static T Read<T>(string path, byte[] bytes, Func<Tiff, T> read)
    {
        try
        {
            using var stream = new MemoryStream(bytes, writable: false);
            using var tiff = Tiff.ClientOpen(Path.GetFileName(path), "r", stream, new TiffStream())
                ?? throw PictureDecoder.Damaged(path, "damaged, or is none");
            return read(tiff);
        }
        catch (Exception error) when (error is not DataException)
        {
            // The library believes what a header says.
            throw new DataException(PictureDecoder.Damaged(path, "damaged").Message, error);
        }
    }

    private static int Number(Tiff tiff, TiffTag tag, int other) => tiff.GetField(tag) is [var value, ..] ? value.ToInt() : other;

    /// <summary>What the library would print on the console.</summary>
    private sealed class Silence : TiffErrorHandler
    {
        public override void ErrorHandler(Tiff tif, string method, string format, params object[] args)
        {
        }

        public override void ErrorHandlerExt(Tiff tif, object clientData, string method, string format, params object[] args)
        {
        }

        public override void WarningHandler(Tiff tif, string method, string format, params object[] args)
        {
        }

        public override void WarningHandlerExt(Tiff tif, object clientData, string method, string format, params object[] args)
        {
        }
    }
}
