using Hourglass.Benchmarks.Steps;
using Hourglass.Native;

namespace Hourglass.Benchmarks.LowerBound;

/// <summary>Copies memory on all threads: the bandwidth that an optimizer meets whose memory is as large.</summary>
internal sealed unsafe class CopyWork : IWork
{
    /// <summary>Longer copies would pass the caches by, which an optimizer's stores do not.</summary>
    private const int Piece = 1 << 16;

    private readonly AlignedMemory _memory = new();
    private readonly long _half;
    private readonly nint _from;
    private readonly nint _to;
    private readonly Team _team;

    /// <param name="bytes">Of both sides together.</param>
    /// <param name="threads">How many copy.</param>
    public CopyWork(long bytes, int threads)
    {
        _half = bytes / 2;
        (_from, _to) = (_memory.Take(_half), _memory.Take(_half));
        _team = new Team(threads, Work);
    }

    /// <summary>Bytes that a step reads and writes.</summary>
    public long Moved => 2 * _half;

    public void Step() => _team.Run();

    public void Dispose()
    {
        _team.Dispose();
        _memory.Dispose();
    }

    private void Work(int thread)
    {
        var (first, end) = (_half * thread / _team.Size, _half * (thread + 1) / _team.Size);
        for (var at = first; at < end; at += Piece)
        {
            var length = (int)Math.Min(Piece, end - at);
            new ReadOnlySpan<byte>((byte*)_from + at, length).CopyTo(new Span<byte>((byte*)_to + at, length));
        }
    }
}
