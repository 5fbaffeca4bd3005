using System.Buffers.Binary;
using BitMiracle.LibTiff.Classic;
using SkiaSharp;

namespace Hourglass.Tests.Datasets;

/// <summary>Pictures in the formats that SkiaSharp does not write.</summary>
internal static class PictureFiles
{
    /// <summary>An uncompressed TIFF of three bytes a pixel.</summary>
    public static void WriteTiff(string path, SKBitmap bitmap)
    {
        using var tiff = Tiff.Open(path, "w");
        tiff.SetField(TiffTag.IMAGEWIDTH, bitmap.Width);
        tiff.SetField(TiffTag.IMAGELENGTH, bitmap.Height);
        tiff.SetField(TiffTag.BITSPERSAMPLE, 8);
        tiff.SetField(TiffTag.SAMPLESPERPIXEL, 3);
        tiff.SetField(TiffTag.PHOTOMETRIC, Photometric.RGB);
        tiff.SetField(TiffTag.PLANARCONFIG, PlanarConfig.CONTIG);
        tiff.SetField(TiffTag.ROWSPERSTRIP, bitmap.Height);
        for (var y = 0; y < bitmap.Height; y++)
        {
            var row = Enumerable.Range(0, bitmap.Width)
                .Select(x => bitmap.GetPixel(x, y))
                .SelectMany(pixel => new[] { pixel.Red, pixel.Green, pixel.Blue });
            tiff.WriteScanline([.. row], y);
        }
    }

    /// <summary>A Windows bitmap of three bytes a pixel: a header of 54 bytes, then rows from the last to the first.</summary>
    public static byte[] Bmp(SKBitmap bitmap)
    {
        var stride = ((3 * bitmap.Width) + 3) / 4 * 4;
        var bytes = new byte[54 + (stride * bitmap.Height)];
        "BM"u8.CopyTo(bytes);
        int[] header = [bytes.Length, 0, 54, 40, bitmap.Width, bitmap.Height];
        for (var i = 0; i < header.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(2 + (4 * i)), header[i]);
        }

        (bytes[26], bytes[28]) = (1, 24);
        for (var y = 0; y < bitmap.Height; y++)
        {
            for (var x = 0; x < bitmap.Width; x++)
            {
                var pixel = bitmap.GetPixel(x, y);
                var at = 54 + (stride * (bitmap.Height - 1 - y)) + (3 * x);
                (bytes[at], bytes[at + 1], bytes[at + 2]) = (pixel.Blue, pixel.Green, pixel.Red);
            }
        }

        return bytes;
    }
}
