namespace Hourglass.Native;

/// <summary>
/// Operations with no barrier between them, chunk by chunk: the next reads what the last one wrote while it is in the cache. As no barrier stands between
/// them, none touches rows of another chunk that a second one writes, so that the results are the same.
/// </summary>
internal sealed unsafe class ChunkSequence : ChunkedOperation
{
    private readonly ChunkedOperation[] _operations;

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
                ? operations.Skip(i + 1).TakeWhile(next => next is ChunkedOperation { Waits: false, CanAlternate: true } chunked && chunked.Chunks == first.Chunks).Cast<ChunkedOperation>().Prepend(first).ToArray()
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
