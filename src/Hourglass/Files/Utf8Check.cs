using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace Hourglass.Files;

/// <summary>
/// Passes text in UTF-8 through, and refuses the first byte that is none, with its line and its column; likewise NUL, which is of
/// no text.
/// </summary>
/// <param name="inner">The text without a byte order mark; disposed with this.</param>
/// <param name="path">Its path, for messages.</param>
internal sealed class Utf8Check(Stream inner, string path) : ForwardStream
{
    private const int LongestCharacter = 4;

    private readonly byte[] _buffer = new byte[1 << 16];
    private int _next;
    private int _whole;
    private int _end;
    private long _line = 1;
    private long _column = 1;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty || (_next == _whole && !Refill()))
        {
            return 0;
        }

        var count = Math.Min(buffer.Length, _whole - _next);
        _buffer.AsSpan(_next, count).CopyTo(buffer);
        _next += count;
        return count;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Reads on, and checks up to the last whole character.</summary>
    private bool Refill()
    {
        // The bytes of a character that the former block broke.
        var kept = _end - _whole;
        _buffer.AsSpan(_whole, kept).CopyTo(_buffer);
        var read = inner.Read(_buffer, kept, _buffer.Length - kept);
        _end = kept + read;
        _next = 0;
        _whole = _end - (read == 0 ? 0 : Unfinished(_buffer.AsSpan(0, _end)));
        var text = _buffer.AsSpan(0, _whole);
        if (!Utf8.IsValid(text) || text.Contains((byte)0))
        {
            throw Refused(text);
        }

        Advance(text);

        // A block may hold nothing but the beginning of a character.
        return _whole > 0 || (read > 0 && Refill());
    }

    /// <summary>The bytes at the end that begin a character whose rest is still to come.</summary>
    private static int Unfinished(ReadOnlySpan<byte> text)
    {
        for (var length = 1; length < LongestCharacter && length <= text.Length; length++)
        {
            if ((text[^length] & 0xC0) != 0x80)
            {
                return Rune.DecodeFromUtf8(text[^length..], out _, out _) == OperationStatus.NeedMoreData ? length : 0;
            }
        }

        return 0;
    }

    /// <summary>Moves the place behind a text.</summary>
    private void Advance(ReadOnlySpan<byte> text)
    {
        var last = text.LastIndexOf((byte)'\n');
        if (last >= 0)
        {
            _line += text.Count((byte)'\n');
            _column = 1;
        }

        foreach (var value in text[(last + 1)..])
        {
            _column += (value & 0xC0) == 0x80 ? 0 : 1;
        }
    }

    private DataException Refused(ReadOnlySpan<byte> text)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(text[at..], out var rune, out var length) == OperationStatus.Done && rune.Value != 0)
        {
            at += length;
        }

        Advance(text[..at]);
        var value = text[at];
        var (what, advice) = value == 0
            ? ("is of no text", "Is it a text file? UTF-16 and UTF-32 are read where the file begins with a byte order mark; otherwise "
                + "save it as UTF-8.")
            : (
                "is not UTF-8",
                "Save the file as UTF-8" + (value >= 0xA0 ? $"; in Latin-1 and Windows-1252 this byte is '{(char)value}'." : "."));
        return new DataException(string.Create(CultureInfo.InvariantCulture, $"{path}({_line}): the byte 0x{value:X2} in column "
            + $"{_column} {what}. {advice}"));
    }
}
