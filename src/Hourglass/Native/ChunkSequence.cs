namespace Hourglass.Native;

/// <summary>
/// Operations with no barrier between them, chunk by chunk: the next reads what the last one wrote while it is in the cache. As no barrier
/// stands between them, none touches rows of another chunk that a second one writes, so that the results are the same.
/// </summary>
internal sealed unsafe class ChunkSequence : ChunkedOperation
{
    private readonly ChunkedOperation[] _operations;
    private int _next;

    private ChunkSequence(ChunkedOperation[] operations)
    {
        _operations = operations;
        Waits = operations[0].Waits;
        Kept = operations.Sum(operation => Aligned(operation.Kept));
        ChunkScratch = operations.Max(operation => operation.ChunkScratch);
    }

    public override Division Chunks => _operations[0].Chunks;

    public override long Kept { get; }

    public override long ChunkScratch { get; }

    public override IEnumerable<Access> Accesses => _operations.SelectMany(operation => operation.Accesses);

    /// <summary>Joins what follows on each other, where rows are large.</summary>
    /// <param name="operations">With barriers placed.</param>
    public static Operation[] Join(IReadOnlyList<Operation> operations)
    {
        var joined = new List<Operation>();
        for (var i = 0; i < operations.Count;)
        {
            var run = operations[i] is ChunkedOperation { CanAlternate: true } first
                ? operations.Skip(i + 1)
                    .TakeWhile(
                        next => next is ChunkedOperation { Waits: false, CanAlternate: true } chunked && chunked.Chunks == first.Chunks)
                    .Cast<ChunkedOperation>()
                    .Prepend(first)
                    .ToArray()
                : [];
            if (run.Length > 1 && run.Any(operation => operation.HasLargeRows))
            {
                joined.Add(new ChunkSequence(run));
                i += run.Length;
            }
            else
            {
                joined.AddRange(operations.Skip(i).Take(Math.Max(1, run.Length)));
                i += Math.Max(1, run.Length);
            }
        }

        return [.. joined];
    }

    /// <summary>
    /// Lets threads take the chunks of weights as they come to them, so that one that was held up does fewer: wherever nothing up to the
    /// next barrier relies on which thread had which rows. What a chunk gives does not depend on who does it.
    /// </summary>
    /// <param name="operations">Joined.</param>
    public static void ShareOut(IReadOnlyList<Operation> operations)
    {
        var barriers = 0;
        foreach (var between in operations.ToLookup(operation => operation.Waits ? ++barriers : barriers))
        {
            foreach (var sequence in between.OfType<ChunkSequence>().Where(sequence => sequence.Chunks.Rows.PerExample == 0))
            {
                var accesses = sequence.Accesses.Select(access => access with { Division = null }).ToArray();
                sequence.IsShared = between.Where(operation => operation != sequence)
                    .SelectMany(operation => operation.Accesses)
                    .All(access => !accesses.Any(access.Meets));
            }
        }
    }

    /// <summary>Whether threads take chunks as they come to them.</summary>
    public bool IsShared { get; private set; }

    /// <summary>Makes all chunks free again, before a step.</summary>
    public void Restart() => _next = 0;

    /// <inheritdoc/>
    public override bool Run(Worker worker)
    {
        if (!IsShared)
        {
            return base.Run(worker);
        }

        var chunks = Chunks.Chunks(worker.Examples);
        Begin(worker.Scratch);
        for (var chunk = Take(); chunk < chunks; chunk = Take())
        {
            RunChunk(worker, chunk, worker.Scratch, worker.Scratch + Aligned(Kept));
        }

        return true;
    }

    private int Take() => Interlocked.Increment(ref _next) - 1;

    public override void Begin(float* kept)
    {
        foreach (var operation in _operations)
        {
            operation.Begin(kept);
            kept += Aligned(operation.Kept);
        }
    }

    public override void RunChunk(Worker worker, int chunk, float* kept, float* scratch)
    {
        foreach (var operation in _operations)
        {
            operation.RunChunk(worker, chunk, kept, scratch);
            kept += Aligned(operation.Kept);
        }
    }
}
