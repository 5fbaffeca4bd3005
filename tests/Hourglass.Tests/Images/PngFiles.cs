using System.Buffers.Binary;
using System.IO.Compression;
using ICSharpCode.SharpZipLib.Checksum;

namespace Hourglass.Tests.Images;

/// <summary>PNG files, byte by byte (ISO/IEC 15948).</summary>
internal static class PngFiles
{
    /// <summary>A picture of 8 bits a channel: grey (0) or red, green and blue (2).</summary>
    public static byte[] Bytes(int height, int width, byte[] values, byte colour = 0)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = (8, colour);
        var row = values.Length / height;
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal))
        {
            for (var i = 0; i < height; i++)
            {
                zlib.Write([0, .. values.AsSpan(i * row, row)]);
            }
        }

        return [0x89, .. "PNG\r\n\x1a\n"u8, .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, packed.ToArray()), .. Chunk("IEND"u8, [])];
    }

    private static byte[] Chunk(ReadOnlySpan<byte> name, byte[] content)
    {
        var (length, checksum) = (new byte[4], new byte[4]);
        BinaryPrimitives.WriteInt32BigEndian(length, content.Length);
        var sum = new Crc32();
        byte[] named = [.. name, .. content];
        sum.Update(named);
        BinaryPrimitives.WriteUInt32BigEndian(checksum, (uint)sum.Value);
        return [.. length, .. named, .. checksum];
    }
}
