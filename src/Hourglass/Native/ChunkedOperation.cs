namespace Hourglass.Native;

/// <summary>An operation that takes rows chunk by chunk: what it does for one chunk touches no row of another.</summary>
internal abstract unsafe class ChunkedOperation : Operation
{
    /// <summary>How threads divide the rows, and the chunks.</summary>
    public abstract Division Chunks { get; }

    /// <summary>
    /// Whether its rows are so large that whoever reads its results should do so chunk by chunk, while they are in the cache.
    /// </summary>
    public virtual bool HasLargeRows => false;

    /// <summary>Whether chunks may be done one by one, between chunks of other operations.</summary>
    public virtual bool CanAlternate => true;

    /// <summary>Numbers of memory that are made ready once for all chunks of a thread.</summary>
    public virtual long Kept => 0;

    /// <summary>Numbers of memory for a chunk, any of which may have been written in the meantime.</summary>
    public virtual long ChunkScratch => 0;

    /// <inheritdoc/>
    public sealed override long Scratch => Aligned(Kept) + ChunkScratch;

    /// <summary>Makes ready what all chunks need.</summary>
    public virtual void Begin(float* kept)
    {
    }

    /// <summary>Does a chunk.</summary>
    public abstract void RunChunk(Worker worker, int chunk, float* kept, float* scratch);

    /// <inheritdoc/>
    public override bool Run(Worker worker)
    {
        var (first, end) = Chunks.ChunksOf(worker.Number, worker.Threads, worker.Examples);
        if (end > first)
        {
            Begin(worker.Scratch);
        }

        for (var chunk = first; chunk < end; chunk++)
        {
            RunChunk(worker, chunk, worker.Scratch, worker.Scratch + Aligned(Kept));
        }

        return true;
    }

    /// <summary>Filled up to whole lines of the cache.</summary>
    private protected static long Aligned(long numbers) => (numbers + 15) & ~15L;
}
