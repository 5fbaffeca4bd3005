using System.Buffers.Binary;
using System.Globalization;
using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.Checksum;
using ICSharpCode.SharpZipLib.Zip.Compression;

namespace Hourglass.Files;

/// <summary>
/// What a gzip file unpacks to (RFC 1952): all its members, one behind the other, each checked against its checksum and its length.
/// <see cref="System.IO.Compression.GZipStream"/> takes a file that was cut short for a whole one, passes over what lies behind the last
/// member, and
/// does not tell a failed checksum from other damage.
/// </summary>
/// <param name="file">The file, at the first byte; whoever opened it disposes it.</param>
/// <param name="path">Its path, for messages.</param>
internal sealed class GzipMembers(Stream file, string path) : ForwardStream
{
    /// <summary>The byte that every member begins with.</summary>
    public const byte First = 0x1f;

    /// <summary>The byte behind it.</summary>
    public const byte Second = 0x8b;

    private const int HeaderLength = 10;
    private const byte Deflate = 8;
    private const int HasHeaderChecksum = 2, HasExtra = 4, HasName = 8, HasComment = 16, Reserved = 0xE0;

    private readonly Inflater _inflater = new(noHeader: true);
    private readonly Crc32 _checksum = new();
    private readonly byte[] _packed = new byte[1 << 16];
    private readonly byte[] _unpacked = new byte[1 << 16];
    private int _next;
    private int _end;
    private long _before;
    private long _length;
    private int _members;
    private bool _within;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        while (_within || Begin())
        {
            var count = Unpack(Math.Min(buffer.Length, _unpacked.Length));
            if (count > 0)
            {
                _checksum.Update(new ArraySegment<byte>(_unpacked, 0, count));
                _length += count;
                _unpacked.AsSpan(0, count).CopyTo(buffer);
                return count;
            }

            Finish();
        }

        return 0;
    }

    /// <summary>The next bytes of the member, at most <paramref name="most"/>; 0 at its end.</summary>
    private int Unpack(int most)
    {
        try
        {
            while (true)
            {
                var count = _inflater.Inflate(_unpacked, 0, most);
                if (count > 0 || _inflater.IsFinished)
                {
                    return count;
                }

                if (!_inflater.IsNeedingInput)
                {
                    throw Damaged("its data needs a dictionary, which gzip does not have");
                }

                if (!Refill())
                {
                    throw CutShort();
                }

                _inflater.SetInput(_packed, 0, _end);
                _next = _end;
            }
        }
        catch (SharpZipBaseException error)
        {
            throw new DataException($"The gzip file '{path}' is damaged: what it packs cannot be unpacked. Fetch it again.", error);
        }
    }

    /// <summary>Reads a member's header; false at the end of the file.</summary>
    private bool Begin()
    {
        if (_next == _end && !Refill())
        {
            return _members > 0 ? false : throw CutShort();
        }

        var place = Place();
        Span<byte> header = stackalloc byte[HeaderLength];
        header[0] = Take();
        if (header[0] != First || Peek() != Second)
        {
            throw Damaged(string.Create(CultureInfo.InvariantCulture, $"behind its member {_members}, from byte {place} on, it has "
                + $"something that is no gzip"));
        }

        var sum = new Crc32();
        Fill(header[1..]);
        sum.Update(header.ToArray());
        var flags = header[3];
        if (header[2] != Deflate || (flags & Reserved) != 0)
        {
            throw Damaged("its header asks for a method or an option that gzip does not have");
        }

        ReadOptions(flags, sum);
        _inflater.Reset();
        _checksum.Reset();
        _inflater.SetInput(_packed, _next, _end - _next);
        (_within, _length, _next) = (true, 0, _end);
        return true;
    }

    private void ReadOptions(int flags, Crc32 sum)
    {
        if ((flags & HasExtra) != 0)
        {
            var count = Take(sum) | (Take(sum) << 8);
            for (var i = 0; i < count; i++)
            {
                Take(sum);
            }
        }

        for (var texts = ((flags & HasName) != 0 ? 1 : 0) + ((flags & HasComment) != 0 ? 1 : 0); texts > 0; texts--)
        {
            while (Take(sum) != 0)
            {
            }
        }

        if ((flags & HasHeaderChecksum) != 0)
        {
            var expected = (int)(sum.Value & 0xFFFF);
            if ((Take() | (Take() << 8)) != expected)
            {
                throw Damaged("the checksum of its header fails");
            }
        }
    }

    /// <summary>Compares a member with its trailer.</summary>
    private void Finish()
    {
        _next = _end - _inflater.RemainingInput;
        Span<byte> trailer = stackalloc byte[8];
        Fill(trailer);
        var (sum, length) = (BinaryPrimitives.ReadUInt32LittleEndian(trailer), BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]));
        if (sum != (uint)_checksum.Value)
        {
            throw Damaged(string.Create(CultureInfo.InvariantCulture, $"its checksum fails (CRC-32 {_checksum.Value:X8}, but the file "
                + $"says {sum:X8})"));
        }

        if (length != (uint)_length)
        {
            throw Damaged(string.Create(CultureInfo.InvariantCulture, $"it unpacks to {_length} bytes, but says {length}"));
        }

        _members++;
        _within = false;
    }

    private void Fill(Span<byte> bytes)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = Take();
        }
    }

    private byte Take(Crc32? sum = null)
    {
        var value = Peek() ?? throw CutShort();
        _next++;
        sum?.Update(value);
        return value;
    }

    private byte? Peek() => _next < _end || Refill() ? _packed[_next] : null;

    private bool Refill()
    {
        _before += _end;
        (_next, _end) = (0, file.Read(_packed));
        return _end > 0;
    }

    private long Place() => _before + _next;

    private DataException CutShort() => Damaged(string.Create(CultureInfo.InvariantCulture, $"it is cut short at byte {_before + _end}"));

    private DataException Damaged(string how) => new($"The gzip file '{path}' is damaged: {how}. Fetch it again.");
}
