namespace Hourglass.Files;

/// <summary>
/// Text in which every run of blanks and tabs outside quotes is one blank, and none is at the start or the end of a line.
/// </summary>
/// <param name="inner">The text.</param>
internal sealed class BlankRuns(Stream inner) : ForwardStream
{
    private readonly byte[] _read = new byte[1 << 16];

    /// <summary>A byte longer: a blank that the former block ended with comes first.</summary>
    private readonly byte[] _ready = new byte[(1 << 16) + 1];
    private int _next;
    private int _end;
    private bool _quoted;
    private bool _pending;
    private bool _lineStart = true;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        while (_next == _end)
        {
            var count = inner.Read(_read, 0, _read.Length);
            if (count == 0)
            {
                return 0;
            }

            Squeeze(_read.AsSpan(0, count));
        }

        var taken = Math.Min(buffer.Length, _end - _next);
        _ready.AsSpan(_next, taken).CopyTo(buffer);
        _next += taken;
        return taken;
    }

    private void Squeeze(ReadOnlySpan<byte> text)
    {
        (_next, _end) = (0, 0);
        foreach (var value in text)
        {
            if (!_quoted && (value is (byte)' ' or (byte)'\t'))
            {
                _pending = !_lineStart;
                continue;
            }

            var breaks = !_quoted && (value is (byte)'\n' or (byte)'\r');
            if (_pending && !breaks)
            {
                _ready[_end++] = (byte)' ';
            }

            _pending = false;
            _quoted ^= value == (byte)'"';
            _lineStart = breaks;
            _ready[_end++] = value;
        }
    }
}
