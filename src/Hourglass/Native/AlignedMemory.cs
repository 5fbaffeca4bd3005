using System.Runtime.InteropServices;

namespace Hourglass.Native;

/// <summary>Memory outside of the managed heap, aligned to cache lines, zero at first, freed together.</summary>
internal sealed unsafe class AlignedMemory : IDisposable
{
    private const int Alignment = 64;

    private readonly List<nint> _blocks = [];

    /// <summary>Bytes in all.</summary>
    public long Bytes { get; private set; }

    /// <summary>A block of so many bytes.</summary>
    public nint Take(long bytes)
    {
        var block = (nint)NativeMemory.AlignedAlloc((nuint)Math.Max(bytes, Alignment), Alignment);
        NativeMemory.Clear((void*)block, (nuint)bytes);
        _blocks.Add(block);
        Bytes += bytes;
        return block;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var block in _blocks)
        {
            NativeMemory.AlignedFree((void*)block);
        }

        _blocks.Clear();
    }
}
