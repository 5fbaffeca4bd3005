using System.Buffers.Binary;
using System.Globalization;
using Hourglass.Files;
using static TorchSharp.torch;

namespace Hourglass.Datasets;

/// <summary>
/// One IDX file of unsigned bytes (LeCun's format: 0, 0, type 8, rank, then each dimension in four bytes, big endian, then the values),
/// plain or gzip whatever its name says, read straight into the memory of its tensor.
/// </summary>
internal static class IdxFile
{
    private const byte UnsignedByte = 8;

    /// <summary>More than any such data set; a damaged header must not ask for all memory.</summary>
    private const long MaximumBytes = 1L << 33;

    /// <summary>More than any file has; a product of four dimensions must not go beyond what a number holds.</summary>
    private const long MostElements = 1L << 50;

    private const int SliceBytes = 1 << 20;

    /// <summary>The most that a byte of a gzip file unpacks to.</summary>
    private const long LargestRatio = 1032;

    /// <summary>Images, <c>[N, rows, columns]</c>, or <c>[N, channels, rows, columns]</c>.</summary>
    /// <exception cref="DataException">The file cannot be read or is not what it should be.</exception>
    public static Tensor ReadImages(string path) => Read(path, [3, 4]);

    /// <summary>Labels, <c>[N]</c>.</summary>
    /// <exception cref="DataException">The file cannot be read or is not what it should be.</exception>
    public static Tensor ReadLabels(string path) => Read(path, [1]);

    private static Tensor Read(string path, int[] ranks)
    {
        try
        {
            using var file = ContentFile.Open(path);
            return Read(path, ranks, file);
        }
        catch (EndOfStreamException error)
        {
            throw new DataException($"The IDX file '{path}' ends before its last value: it is cut short. Fetch it again.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"The IDX file '{path}' cannot be read: {RegularFile.Reason(error)}", error);
        }
    }

    private static Tensor Read(string path, int[] ranks, ContentFile file)
    {
        var stream = file.Content;
        Span<byte> magic = stackalloc byte[4];
        stream.ReadExactly(magic);
        if (magic is not [0, 0, UnsignedByte, var found] || !ranks.Contains(found))
        {
            var (kind, magicText) = ranks is [1]
                ? ("labels", "00000801 (unsigned bytes, 1 dimension)")
                : ("images", "00000803 (unsigned bytes, 3 dimensions)");
            throw new DataException(
                $"The file '{path}' begins with the bytes {Convert.ToHexString(magic)}; an IDX file of {kind} begins with {magicText}. "
                + "Is it the right file?");
        }

        int rank = found;
        var shape = ReadShape(path, rank, stream);
        var size = Shapes.Elements(shape);
        var header = 4 + (4 * rank);
        if (file.IsGzip ? file.Length * LargestRatio < header + size : file.Length != header + size)
        {
            throw new DataException(string.Create(
                CultureInfo.InvariantCulture,
                $"The IDX file '{path}' has {file.Length} bytes{(file.IsGzip ? ", packed by gzip" : "")}, but its header announces "
                    + $"{Shapes.Show(shape)}, that is {header + size}: it is cut short or damaged. Fetch it again."));
        }

        if (!file.IsGzip && MappedArray.Of(path, header, shape, ScalarType.Byte) is { } mapped)
        {
            return mapped;
        }

        if (size > MaximumBytes)
        {
            throw TooLarge(path, shape);
        }

        var values = empty(shape, ScalarType.Byte);
        try
        {
            Fill(values, stream);
            if (stream.ReadByte() >= 0)
            {
                throw new DataException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"The IDX file '{path}' goes on behind the {size} values that its header announces, "
                        + $"{Shapes.Show(shape)}. Fetch it again."));
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
            size = size > MostElements ? size : size * shape[i];
        }

        return shape switch
        {
            _ when shape[0] == 0 => throw new DataException(
                $"The IDX file '{path}' announces {Shapes.Show(shape)}: it has no example. There must be at least one."),
            _ when shape.Any(n => n is 0 or > int.MaxValue) || size > MostElements => throw TooLarge(path, shape),
            _ => shape,
        };
    }

    private static DataException TooLarge(string path, long[] shape) => new(
        $"The IDX file '{path}' announces {Shapes.Show(shape)} values; every dimension must be at least 1, and all together at most 8 GiB "
        + "where the file is packed by gzip. Fetch it again, or unpack it.");

    private static void Fill(Tensor values, Stream stream)
    {
        using var flat = values.view(-1);
        for (var start = 0L; start < flat.shape[0]; start += SliceBytes)
        {
            using var slice = flat.narrow(0, start, Math.Min(SliceBytes, flat.shape[0] - start));
            stream.ReadExactly(slice.bytes);
        }
    }
}
