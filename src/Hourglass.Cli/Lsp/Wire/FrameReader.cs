using System.Buffers.Text;
using System.Globalization;
using System.Text.Json;

namespace Hourglass.Cli.Lsp.Wire;

/// <summary>
/// Cuts a stream into messages, each behind a header that gives its length. Whatever is torn is told once, and reading goes on at the next
/// header. That is found within a torn message too: JSON holds no raw line break in a string, so that a header cannot be a part of it.
/// </summary>
/// <param name="input">The stream.</param>
internal sealed class FrameReader(Stream input)
{
    /// <summary>More than any text that somebody edits.</summary>
    public const int MostBytes = 1 << 26;

    private const int LongestHeader = 1 << 10;
    private const int KeptBytes = 1 << 16;

    private byte[] _buffer = new byte[KeptBytes];
    private int _start;
    private int _end;
    private bool _ended;

    /// <summary>Whether damage was told already, and what follows up to the next header belongs to it.</summary>
    private bool _lost;

    private static ReadOnlySpan<byte> Name => "Content-Length:"u8;

    private static ReadOnlySpan<byte> Other => "Content-Type:"u8;

    private ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, _end - _start);

    /// <summary>The next message, or the damage before it; null at the end.</summary>
    public async ValueTask<Frame?> ReadAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var before = _start;
            if (Next() is { } frame)
            {
                return frame;
            }

            if (_start > before)
            {
                // What was skipped is gone, and there may be a message behind it.
                continue;
            }

            if (_ended)
            {
                var rest = Unread.TrimStart(" \r\n\t"u8).Length;
                _start = _end;
                return rest == 0 || _lost ? null : Damage("the stream ends within a message");
            }

            await FillAsync(cancellation);
        }
    }

    private async ValueTask FillAsync(CancellationToken cancellation)
    {
        var unread = _end - _start;
        if (_start > 0)
        {
            var room = unread < KeptBytes / 2 && _buffer.Length > KeptBytes ? new byte[KeptBytes] : _buffer;
            _buffer.AsSpan(_start, unread).CopyTo(room);
            (_buffer, _start, _end) = (room, 0, unread);
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        var count = await input.ReadAsync(_buffer.AsMemory(_end), cancellation);
        _end += count;
        _ended = count == 0;
    }

    /// <summary>A message or damage, if enough is there to tell.</summary>
    private Frame? Next()
    {
        var bytes = Unread;
        var header = bytes.IndexOf(Name);
        if (header < 0)
        {
            return bytes.Length > LongestHeader || !MayBegin(bytes) ? Skip(bytes.Length - EndsWith(bytes)) : null;
        }

        if (header > 0 && !IsPreface(bytes[..header]))
        {
            return Skip(header);
        }

        var rest = bytes[(header + Name.Length)..];
        var end = rest.IndexOf("\r\n\r\n"u8);
        var line = end < 0 ? rest : rest[..end];
        if (line.IndexOf(Name) is >= 0 and var second)
        {
            // Of the first, the end is missing.
            return Skip(header + Name.Length + second);
        }

        if (line.Length > LongestHeader)
        {
            return Skip(header + Name.Length);
        }

        if (end < 0 && !_ended)
        {
            return null;
        }

        return end >= 0 && Length(line) is { } length ? Content(header + Name.Length + end + 4, length) : Skip(header + Name.Length);
    }

    private Frame? Content(int from, int length)
    {
        var bytes = Unread;
        var there = Math.Min(length, bytes.Length - from);
        if (NextHeader(bytes.Slice(from, there)) is { } within)
        {
            _start += from + within;
            return Damage(string.Create(
                CultureInfo.InvariantCulture,
                $"a message of {length} bytes was announced, and the next header comes after {within}"));
        }

        if (there < length)
        {
            return null;
        }

        var payload = bytes.Slice(from, length).ToArray();
        try
        {
            var json = JsonDocument.Parse(payload);
            _start += from + length;
            _lost = false;
            return new Frame(payload, json, null);
        }
        catch (JsonException error)
        {
            // The message may be longer or shorter than announced: a header that begins in it counts.
            var next = bytes[from..].IndexOf(Name);
            _start += from + (next >= 0 && next < length ? next : length - EndsWith(payload));
            return Damage($"a message is no JSON: {error.Message}");
        }
    }

    private Frame? Skip(int count)
    {
        _start += count;
        return _lost || count == 0 ? null : Damage("a header of the form Content-Length: N was expected before a message");
    }

    private Frame Damage(string what)
    {
        _lost = true;
        return Frame.Torn(what);
    }

    /// <summary>Where a whole header line begins; null where there is none.</summary>
    private static int? NextHeader(ReadOnlySpan<byte> bytes)
    {
        for (var at = 0; bytes[at..].IndexOf(Name) is >= 0 and var found; at += found + Name.Length)
        {
            var line = bytes[(at + found + Name.Length)..];
            if (line.IndexOf("\r\n"u8) is > 0 and var end && Length(line[..end]) is not null)
            {
                return at + found;
            }
        }

        return null;
    }

    /// <summary>The length that a header gives, perhaps with another header line behind it; null where it is none, or too large.</summary>
    private static int? Length(ReadOnlySpan<byte> header)
    {
        var line = (header.IndexOf("\r\n"u8) is >= 0 and var end ? header[..end] : header).Trim(" \t"u8);
        return Utf8Parser.TryParse(line, out int length, out var used) && used == line.Length && length is >= 0 and <= MostBytes
            ? length
            : null;
    }

    /// <summary>Whether a header may begin here, of which not all is there.</summary>
    private static bool MayBegin(ReadOnlySpan<byte> bytes)
    {
        var begin = bytes.TrimStart(" \r\n\t"u8);
        return (begin.StartsWith(Other) && begin.IndexOf("\r\n\r\n"u8) < 0) || Name.StartsWith(begin) || Other.StartsWith(begin);
    }

    /// <summary>Whether what stands before a length is another header line.</summary>
    private static bool IsPreface(ReadOnlySpan<byte> bytes)
    {
        var line = bytes.TrimStart(" \r\n\t"u8);
        return line.IsEmpty || (line.StartsWith(Other) && line.EndsWith("\r\n"u8) && line.IndexOf("\r\n\r\n"u8) < 0);
    }

    /// <summary>How many of the last bytes may be the beginning of a header.</summary>
    private static int EndsWith(ReadOnlySpan<byte> bytes)
    {
        var count = Math.Min(bytes.Length, Name.Length - 1);
        while (count > 0 && !Name.StartsWith(bytes[^count..]))
        {
            count--;
        }

        return count;
    }
}
