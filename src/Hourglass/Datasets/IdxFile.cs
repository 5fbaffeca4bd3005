using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Datasets;

/// <summary>
/// One IDX file of unsigned bytes (LeCun's format: 0, 0, type 8, rank, then each dimension in four bytes, big endian, then the values), plain or
/// gzip whatever its name says, read straight into the memory of its tensor.
/// </summary>
internal static class IdxFile
{
    private const byte UnsignedByte = 8;

    /// <summary>More than any such data set; a damaged header must not ask for all memory.</summary>
    private const long MaximumBytes = 1L << 33;

    private const int SliceBytes = 1 << 20;

    /// <summary>The values, <c>[N]</c> for rank 1 and <c>[N, rows, columns]</c> for rank 3.</summary>
    /// <exception cref="DataException">The file cannot be read or is not what it should be.</exception>
    public static Tensor Read(string path, int rank)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16);
            var isGzip = IsGzip(file);
            var length = isGzip ? LengthFromTrailer(file) : file.Length;
            using var stream = isGzip ? new GZipStream(file, CompressionMode.Decompress) : (Stream)file;
            return Read(path, rank, stream, length, isGzip);
        }
        catch (EndOfStreamException error)
        {
            throw new DataException($"The IDX file '{path}' ends before its last value: it is cut short. Fetch it again.", error);
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            throw new DataException($"The IDX file '{path}' cannot be read: {error.Message} If it is damaged, fetch it again.", error);
        }
    }

    private static Tensor Read(string path, int rank, Stream stream, long length, bool isGzip)
    {
        Span<byte> magic = stackalloc byte[4];
        stream.ReadExactly(magic);
        if (magic is not [0, 0, UnsignedByte, var found] || found != rank)
        {
            throw new DataException(string.Create(CultureInfo.InvariantCulture, $"The file '{path}' begins with the bytes {Convert.ToHexString(magic)}; an IDX file of {(rank == 1 ? "labels" : "images")} begins with {0x0800 + rank:X8} (unsigned bytes, {rank} {(rank == 1 ? "dimension" : "dimensions")}). Is it the right file?"));
        }

        var shape = ReadShape(path, rank, stream);
        var size = Shapes.Elements(shape);
        var header = 4 + (4 * rank);
        if (length != (isGzip ? (uint)(header + size) : header + size))
        {
            throw new DataException(string.Create(CultureInfo.InvariantCulture, $"The IDX file '{path}' has {length} bytes{(isGzip ? " according to the end of the gzip file" : "")}, but its header announces {Shapes.Show(shape)}, that is {header + size}: it is cut short or damaged. Fetch it again."));
        }

        var values = empty(shape, ScalarType.Byte);
        try
        {
            Fill(values, stream);
            if (stream.ReadByte() >= 0)
            {
                throw new DataException(string.Create(CultureInfo.InvariantCulture, $"The IDX file '{path}' goes on behind the {size} values that its header announces, {Shapes.Show(shape)}. Fetch it again."));
            }

            return values;
        }
        catch
        {
            values.Dispose();
            throw;
        }
    }

    private static long[] ReadShape(string path, int rank, Stream stream)
    {
        Span<byte> dimension = stackalloc byte[4];
        var shape = new long[rank];
        var size = 1L;
        for (var i = 0; i < rank; i++)
        {
            stream.ReadExactly(dimension);
            shape[i] = BinaryPrimitives.ReadUInt32BigEndian(dimension);
            size = size > MaximumBytes ? size : size * shape[i];
        }

        return shape.All(n => n is > 0 and <= int.MaxValue) && size <= MaximumBytes
            ? shape
            : throw new DataException($"The IDX file '{path}' announces {Shapes.Show(shape)} values; every dimension must be at least 1, and all together at most 8 GiB. Fetch it again.");
    }

    private static void Fill(Tensor values, Stream stream)
    {
        using var flat = values.view(-1);
        for (var start = 0L; start < flat.shape[0]; start += SliceBytes)
        {
            using var slice = flat.narrow(0, start, Math.Min(SliceBytes, flat.shape[0] - start));
            stream.ReadExactly(slice.bytes);
        }
    }

    /// <summary>
    /// The unpacked length, modulo 2³², from the last four bytes: <see cref="GZipStream"/> does not miss a trailer that was cut off, and with it the checksum.
    /// </summary>
    private static long LengthFromTrailer(FileStream file)
    {
        Span<byte> trailer = stackalloc byte[4];
        file.Position = Math.Max(0, file.Length - 4);
        file.ReadExactly(trailer);
        file.Position = 0;
        return BinaryPrimitives.ReadUInt32LittleEndian(trailer);
    }

    private static bool IsGzip(FileStream file)
    {
        var gzip = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        return gzip;
    }
}
