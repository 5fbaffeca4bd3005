using System.Buffers.Binary;
using System.IO.Compression;

namespace Hourglass.Tests.Datasets;

/// <summary>Small IDX files for tests.</summary>
internal static class IdxFiles
{
    public static readonly byte[] Images = Bytes([3, 2, 2], [0, 1, 2, 3, 10, 20, 30, 40, 255, 254, 128, 127]);
    public static readonly byte[] Labels = Bytes([3], [7, 0, 9]);

    public static byte[] Bytes(int[] shape, byte[] values)
    {
        var header = new byte[4 + (4 * shape.Length)];
        header[2] = 8;
        header[3] = (byte)shape.Length;
        for (var i = 0; i < shape.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + (4 * i)), shape[i]);
        }

        return [.. header, .. values];
    }

    public static byte[] Gzip(byte[] bytes)
    {
        using var result = new MemoryStream();
        using (var gzip = new GZipStream(result, CompressionLevel.Optimal))
        {
            gzip.Write(bytes);
        }

        return result.ToArray();
    }

    public static void WriteTrain(string folder)
    {
        File.WriteAllBytes(System.IO.Path.Combine(folder, "train-images-idx3-ubyte"), Images);
        File.WriteAllBytes(System.IO.Path.Combine(folder, "train-labels-idx1-ubyte"), Labels);
    }
}
