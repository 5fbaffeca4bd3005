using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Datasets;

/// <summary>
/// One array in NumPy's format (numpy.lib.format, versions 1 to 3): a magic text, the length of a header, the header, the elements. What
/// the header announces is compared with the length of the file before there is any memory for it.
/// </summary>
internal static class NpyReader
{
    /// <summary>More than any array that is trained on from memory; a damaged header must not ask for all of it.</summary>
    public const long MaximumBytes = 1L << 33;

    /// <summary>A header of NumPy's has 128 bytes.</summary>
    private const int LongestHeader = 1 << 16;

    private const int SliceBytes = 1 << 20;

    /// <summary>What every array begins with.</summary>
    public static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Reads the header.</summary>
    /// <param name="stream">At the first byte; afterwards at the first element.</param>
    /// <param name="length">The bytes of the whole array with its header.</param>
    /// <exception cref="FormatException">It is damaged, or announces what is not there; the message is a part of a sentence.</exception>
    /// <exception cref="EndOfStreamException">It ends within the header.</exception>
    public static NpyHeader ReadHeader(Stream stream, long length)
    {
        Span<byte> start = stackalloc byte[8];
        stream.ReadExactly(start);
        if (!start.StartsWith(Magic))
        {
            throw new FormatException(start[0] == 0x80
                ? "it is a pickle, which would have to run code to be read. Save arrays: numpy.save(path, a)"
                : $"it begins with the bytes {Convert.ToHexString(start[..6])}; an array of NumPy's begins with "
                    + Convert.ToHexString(Magic));
        }

        if (start[6..] is not ([1 or 2 or 3, 0]))
        {
            throw new FormatException(Text($"it is of version {start[6]}.{start[7]} of the format; 1.0, 2.0 and 3.0 are read"));
        }

        Span<byte> count = stackalloc byte[start[6] == 1 ? 2 : 4];
        stream.ReadExactly(count);
        var bytes = start[6] == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(count) : BinaryPrimitives.ReadUInt32LittleEndian(count);
        var before = start.Length + count.Length;
        if (bytes > LongestHeader || before + bytes > length)
        {
            throw new FormatException(Text($"it announces a header of {bytes} bytes, and has {length} in all"));
        }

        var text = new byte[bytes];
        stream.ReadExactly(text);
        var (type, fortran, shape) = new NpyHeaderText(Encoding.Latin1.GetString(text)).Read();
        CheckSize(type, shape, length);
        var header = new NpyHeader(type, fortran, shape, before + bytes);
        return header.FileLength == length
            ? header
            : throw new FormatException(Text(
                $"it has {length} bytes, but its header announces {Shapes.List(shape)}, {header.FileLength} bytes; it may be cut short"));
    }

    /// <summary>
    /// Reads the elements behind a header, one at least, into a tensor of a type that holds all values: bool and uint8 are bytes, uint16 is
    /// int32, uint32 and uint64 are int64, float16 is float32.
    /// </summary>
    /// <exception cref="FormatException">A value is none of its type, or has no type in torch.</exception>
    /// <exception cref="EndOfStreamException">There are fewer.</exception>
    public static Tensor ReadValues(Stream stream, NpyHeader header)
    {
        using var scope = NewDisposeScope();
        long[] stored = header.Fortran ? [.. header.Shape.Reverse()] : [.. header.Shape];
        var values = empty(stored, header.Type.Stored);
        Fill(values, stream, header.Type);
        if (header.Type.Truth && values.max().item<byte>() > 1)
        {
            throw new FormatException("it has a truth value that is neither 0 nor 1: it is damaged");
        }

        values = header.Type.Unsigned ? WithoutSign(values)
            : values.dtype == ScalarType.Float16 ? values.to_type(ScalarType.Float32)
            : values;
        if (header.Fortran)
        {
            values = values.permute([.. Enumerable.Range(0, stored.Length).Reverse().Select(axis => (long)axis)]).contiguous();
        }

        return values.MoveToOuterDisposeScope();
    }

    /// <summary>No more than the file has: a damaged header must not ask for all memory.</summary>
    private static void CheckSize(NpyType type, IReadOnlyList<long> shape, long length)
    {
        var bytes = (long)type.Size;
        foreach (var dimension in shape)
        {
            if (dimension > int.MaxValue || (bytes *= Math.Max(1, dimension)) > Math.Max(length, MaximumBytes))
            {
                throw new FormatException(Text($"it announces {Shapes.List(shape)}, more than is read: 8 GiB, 2147483647 in a dimension"));
            }
        }
    }

    private static void Fill(Tensor values, Stream stream, NpyType type)
    {
        using var flat = values.view(-1);
        var perSlice = SliceBytes / type.Size;
        for (var start = 0L; start < flat.shape[0]; start += perSlice)
        {
            using var slice = flat.narrow(0, start, Math.Min(perSlice, flat.shape[0] - start));
            stream.ReadExactly(slice.bytes);
            if (type.Swapped)
            {
                Swap(slice.bytes, type.Size);
            }
        }
    }

    private static void Swap(Span<byte> bytes, int size)
    {
        switch (size)
        {
            case 2:
                var two = MemoryMarshal.Cast<byte, short>(bytes);
                BinaryPrimitives.ReverseEndianness(two, two);
                break;
            case 4:
                var four = MemoryMarshal.Cast<byte, int>(bytes);
                BinaryPrimitives.ReverseEndianness(four, four);
                break;
            default:
                var eight = MemoryMarshal.Cast<byte, long>(bytes);
                BinaryPrimitives.ReverseEndianness(eight, eight);
                break;
        }
    }

    /// <summary>Numbers without a sign in the next type that has one.</summary>
    private static Tensor WithoutSign(Tensor values)
    {
        switch (values.dtype)
        {
            case ScalarType.Int16:
                return values.to_type(ScalarType.Int32).bitwise_and(tensor(0xFFFF));
            case ScalarType.Int32:
                return values.to_type(ScalarType.Int64).bitwise_and(tensor(0xFFFFFFFFL));
            default:
                return values.min().item<long>() >= 0
                    ? values
                    : throw new FormatException("it has a number above 9223372036854775807, where int64 ends. Save it as float64");
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
