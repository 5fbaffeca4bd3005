namespace Hourglass.Native;

/// <summary>
/// How rows are divided among threads: in whole chunks, the same for every operation with as many rows, so that a thread meets its own rows
/// again.
/// </summary>
/// <param name="Rows">The rows.</param>
/// <param name="Chunk">Rows that stay together.</param>
internal readonly record struct Division(Rows Rows, int Chunk)
{
    /// <summary>
    /// Rows of activations that stay together: sums are taken chunk by chunk, so that they do not depend on the number of threads.
    /// </summary>
    public const int Activations = 16;

    /// <summary>Rows of weights that stay together: the kernel's.</summary>
    public const int Weights = 12;

    /// <summary>So many rows of weights are divided in twos of these, as a panel that the cache holds then serves twice.</summary>
    private const int ManyWeights = 16 * Weights;

    /// <summary>How rows of activations, or of weights, are divided.</summary>
    public static Division Of(Rows rows) => new(rows, rows.PerExample > 0 ? Activations : rows.Count < ManyWeights ? Weights : 2 * Weights);

    /// <summary>Chunks of a batch.</summary>
    public int Chunks(int examples) => (Rows.Of(examples) + Chunk - 1) / Chunk;

    /// <summary>The chunks of a thread: from one to before another.</summary>
    public (int First, int End) ChunksOf(int thread, int threads, int examples)
    {
        var chunks = (long)Chunks(examples);
        return ((int)(chunks * thread / threads), (int)(chunks * (thread + 1) / threads));
    }

    /// <summary>The rows of a chunk: from one to before another.</summary>
    public (int First, int End) RowsOfChunk(int chunk, int examples) => (chunk * Chunk, Math.Min((chunk + 1) * Chunk, Rows.Of(examples)));

    /// <summary>The rows of a thread: from one to before another.</summary>
    public (int First, int End) RowsOf(int thread, int threads, int examples)
    {
        var (first, end) = ChunksOf(thread, threads, examples);
        return (first * Chunk, Math.Min(end * Chunk, Rows.Of(examples)));
    }

    /// <summary>Rows of the thread with the most.</summary>
    public int Longest(int threads, int examples)
    {
        var longest = 0;
        for (var thread = 0; thread < threads; thread++)
        {
            var (first, end) = RowsOf(thread, threads, examples);
            longest = Math.Max(longest, end - first);
        }

        return longest;
    }
}
