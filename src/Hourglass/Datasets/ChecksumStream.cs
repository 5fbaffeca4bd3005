using Hourglass.Files;
using ICSharpCode.SharpZipLib.Checksum;

namespace Hourglass.Datasets;

/// <summary>Passes bytes on and keeps the checksum that archives have of them; .NET's archives do not compare it.</summary>
/// <param name="inner">Where they come from; whoever opened it disposes it.</param>
internal sealed class ChecksumStream(Stream inner) : ForwardStream
{
    private readonly Crc32 _checksum = new();
    private readonly byte[] _buffer = new byte[1 << 16];

    /// <summary>Of all bytes so far.</summary>
    public uint Checksum => (uint)_checksum.Value;

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var count = inner.Read(_buffer, 0, Math.Min(buffer.Length, _buffer.Length));
        _checksum.Update(new ArraySegment<byte>(_buffer, 0, count));
        _buffer.AsSpan(0, count).CopyTo(buffer);
        return count;
    }
}
