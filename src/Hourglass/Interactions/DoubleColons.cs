using Hourglass.Files;

namespace Hourglass.Interactions;

/// <summary>Text in which two colons are a tab: MovieLens separates fields by two.</summary>
/// <param name="inner">The text.</param>
internal sealed class DoubleColons(Stream inner) : ForwardStream
{
    private readonly byte[] _read = new byte[1 << 16];

    /// <summary>A byte longer: a colon that the former block ended with comes first.</summary>
    private readonly byte[] _ready = new byte[(1 << 16) + 1];
    private int _next;
    private int _end;
    private bool _pending;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        while (_next == _end)
        {
            var count = inner.Read(_read, 0, _read.Length);
            if (count == 0 && !_pending)
            {
                return 0;
            }

            Replace(_read.AsSpan(0, count));
        }

        var taken = Math.Min(buffer.Length, _end - _next);
        _ready.AsSpan(_next, taken).CopyTo(buffer);
        _next += taken;
        return taken;
    }

    /// <summary>Replaces pairs in a block; an empty one is the end.</summary>
    private void Replace(ReadOnlySpan<byte> text)
    {
        (_next, _end) = (0, 0);
        foreach (var value in text)
        {
            if (_pending)
            {
                _ready[_end++] = value == (byte)':' ? (byte)'\t' : (byte)':';
                _pending = false;
                if (value == (byte)':')
                {
                    continue;
                }
            }

            if (value == (byte)':')
            {
                _pending = true;
            }
            else
            {
                _ready[_end++] = value;
            }
        }

        if (text.IsEmpty)
        {
            _ready[_end++] = (byte)':';
            _pending = false;
        }
    }
}
