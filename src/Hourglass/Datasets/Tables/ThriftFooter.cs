using System.Buffers.Binary;

namespace Hourglass.Datasets.Tables;

/// <summary>
/// Whether the description at a Parquet file's end (a structure in Thrift's compact protocol) holds together: Parquet.Net reads past the
/// end of a damaged one for ever.
/// </summary>
internal ref struct ThriftFooter
{
    private const int Deepest = 32;

    private readonly ReadOnlySpan<byte> _bytes;
    private int _at;

    private ThriftFooter(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>Walks over the description.</summary>
    /// <param name="file">The file; its position moves.</param>
    /// <exception cref="InvalidDataException">There is none, or it ends within a value.</exception>
    public static void Check(Stream file)
    {
        Span<byte> end = stackalloc byte[8];
        if (file.Length < 12)
        {
            throw new InvalidDataException("it is too short");
        }

        file.Position = file.Length - end.Length;
        file.ReadExactly(end);
        var length = BinaryPrimitives.ReadInt32LittleEndian(end);
        if (!end[4..].SequenceEqual("PAR1"u8) || length <= 0 || length > file.Length - 12)
        {
            throw new InvalidDataException("it does not end as one");
        }

        var bytes = new byte[length];
        file.Position = file.Length - end.Length - length;
        file.ReadExactly(bytes);
        var footer = new ThriftFooter(bytes);
        footer.Structure(0);
        if (footer._at != length)
        {
            throw Damaged();
        }
    }

    private void Structure(int depth)
    {
        if (depth > Deepest)
        {
            throw Damaged();
        }

        for (var header = Byte(); header != 0; header = Byte())
        {
            if (header >> 4 == 0)
            {
                Number();
            }

            Value(header & 15, depth, inList: false);
        }
    }

    private void Value(int type, int depth, bool inList)
    {
        switch (type)
        {
            case 1 or 2:
                Skip(inList ? 1 : 0);
                break;
            case 3:
                Skip(1);
                break;
            case 4 or 5 or 6:
                Number();
                break;
            case 7:
                Skip(8);
                break;
            case 8:
                Skip(Number());
                break;
            case 9 or 10:
                List(depth);
                break;
            case 11:
                Map(depth);
                break;
            case 12:
                Structure(depth + 1);
                break;
            default:
                throw Damaged();
        }
    }

    private void List(int depth)
    {
        var header = Byte();
        var count = header >> 4 == 15 ? Number() : (ulong)(header >> 4);
        for (var i = 0UL; i < count; i++)
        {
            Value(header & 15, depth + 1, inList: true);
        }
    }

    private void Map(int depth)
    {
        var count = Number();
        var types = count == 0 ? 0 : Byte();
        for (var i = 0UL; i < count; i++)
        {
            Value(types >> 4, depth + 1, inList: true);
            Value(types & 15, depth + 1, inList: true);
        }
    }

    private int Byte() => _at < _bytes.Length ? _bytes[_at++] : throw Damaged();

    /// <summary>Seven bits a byte, the lowest first.</summary>
    private ulong Number()
    {
        var number = 0UL;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var part = Byte();
            number |= (ulong)(part & 127) << shift;
            if (part < 128)
            {
                return number;
            }
        }

        throw Damaged();
    }

    private void Skip(ulong bytes) => _at = bytes <= (ulong)(_bytes.Length - _at) ? _at + (int)bytes : throw Damaged();

    private void Skip(int bytes) => Skip((ulong)bytes);

    private static InvalidDataException Damaged() => new("the description of its columns is damaged");
}
