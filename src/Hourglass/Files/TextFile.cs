using System.Text;

namespace Hourglass.Files;

/// <summary>Text in UTF-8 or, where a byte order mark says so, in UTF-16 or UTF-32; plain or gzip.</summary>
internal static class TextFile
{
    private static readonly (byte[] Mark, Encoding? Encoding)[] Marks =
    [
        ([0xEF, 0xBB, 0xBF], null),
        ([0xFF, 0xFE, 0, 0], new UTF32Encoding(bigEndian: false, byteOrderMark: false, throwOnInvalidCharacters: true)),
        ([0, 0, 0xFE, 0xFF], new UTF32Encoding(bigEndian: true, byteOrderMark: false, throwOnInvalidCharacters: true)),
        ([0xFF, 0xFE], new UnicodeEncoding(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true)),
        ([0xFE, 0xFF], new UnicodeEncoding(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true)),
    ];

    /// <summary>Does something with a file's text, as UTF-8 without a byte order mark.</summary>
    /// <param name="path">The file.</param>
    /// <param name="use">What to do; it may read as far as it likes.</param>
    /// <exception cref="DataException">
    /// The file cannot be read, or has a byte that is of no text; what <paramref name="use"/> throws comes through.
    /// </exception>
    public static T Read<T>(string path, Func<Stream, T> use)
    {
        try
        {
            using var file = ContentFile.Open(path);
            var start = new byte[4];
            var read = file.Content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            var (mark, encoding) = Marks.FirstOrDefault(pair => start.AsSpan(0, read).StartsWith(pair.Mark), ([], null));
            using var bytes = new PrefixedStream(start.AsMemory(mark.Length, read - mark.Length), file.Content);
            using var utf8 = encoding is null ? bytes : Encoding.CreateTranscodingStream(bytes, encoding, Encoding.UTF8);
            using var text = new Utf8Check(utf8, path);
            return use(text);
        }
        catch (DecoderFallbackException error)
        {
            var bytes = string.Join(' ', (error.BytesUnknown ?? []).Select(value => $"0x{value:X2}"));
            throw new DataException($"'{path}' begins with a byte order mark of UTF-16 or UTF-32, but has bytes ({bytes}) that are no "
                + $"character of it; save it as UTF-8.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataException($"'{path}' cannot be read: {RegularFile.Reason(error)}", error);
        }
    }

    /// <summary>Bytes that were read already, and those behind them.</summary>
    private sealed class PrefixedStream(ReadOnlyMemory<byte> start, Stream rest) : ForwardStream
    {
        private ReadOnlyMemory<byte> _start = start;

        public override int Read(Span<byte> buffer)
        {
            if (_start.IsEmpty)
            {
                return rest.Read(buffer);
            }

            var count = Math.Min(buffer.Length, _start.Length);
            _start.Span[..count].CopyTo(buffer);
            _start = _start[count..];
            return count;
        }
    }
}
