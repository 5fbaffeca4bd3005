using System.Numerics;
using System.Runtime.InteropServices;
using Hourglass.Native;

namespace Hourglass.Benchmarks.LowerBound;

/// <summary>
/// What a step does with a book of codes once they are chosen: it copies the code of each row, and sums the gradients of the rows of each
/// code. Each thread has its rows and its sums, and nobody adds the sums up.
/// </summary>
internal sealed unsafe class Lookup
{
    private readonly Layer _layer;
    private readonly nint _codes;
    private readonly nint _copies;
    private readonly nint _gradients;
    private readonly nint[] _sums;
    private readonly int[] _chosen;

    /// <param name="layer">The book: <see cref="Layer.Out"/> codes of <see cref="Layer.In"/> numbers.</param>
    /// <param name="codes">Where they are.</param>
    /// <param name="batch">Examples.</param>
    /// <param name="threads">How many look up.</param>
    /// <param name="memory">Where copies and sums have their place.</param>
    public Lookup(Layer layer, nint codes, int batch, int threads, AlignedMemory memory)
    {
        (_layer, _codes) = (layer, codes);
        var random = new Random(1);
        _chosen = [.. Enumerable.Range(0, batch * layer.Rows).Select(_ => random.Next(layer.Out))];
        (_copies, _gradients) = (Take(_chosen.Length), Take(_chosen.Length));
        _sums = [.. Enumerable.Range(0, threads).Select(_ => Take(layer.Out))];

        nint Take(long rows) => memory.Take(sizeof(float) * rows * layer.In);
    }

    /// <summary>Does a thread's share.</summary>
    public void Run(int thread)
    {
        var (first, end) = (_chosen.Length * thread / _sums.Length, _chosen.Length * (thread + 1) / _sums.Length);
        for (var row = first; row < end; row++)
        {
            Row(_codes, _chosen[row]).CopyTo(Row(_copies, row));
        }

        new Span<float>((float*)_sums[thread], _layer.Out * _layer.In).Clear();
        for (var row = first; row < end; row++)
        {
            Add(Row(_sums[thread], _chosen[row]), Row(_gradients, row));
        }
    }

    private static void Add(Span<float> into, Span<float> added)
    {
        var sums = MemoryMarshal.Cast<float, Vector<float>>(into);
        var more = MemoryMarshal.Cast<float, Vector<float>>(added);
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] += more[i];
        }

        for (var i = sums.Length * Vector<float>.Count; i < into.Length; i++)
        {
            into[i] += added[i];
        }
    }

    private Span<float> Row(nint at, int row) => new((float*)at + (row * _layer.In), _layer.In);
}
