namespace Hourglass.Native;

/// <summary>
/// Operations with no barrier between them, chunk by chunk: the next reads what the last one wrote while it is in the cache. As no barrier stands between
/// them, none touches rows of another chunk that a second one writes, so that the results are the same.
/// </summary>
internal sealed unsafe class ChunkSequence : Operation
{
    private readonly ChunkedOperation[] _operations;
    private readonly long _kept;

    private ChunkSequence(ChunkedOperation[] operations)
    {
        _operations = operations;
        _kept = operations.Sum(operation => ChunkedOperation.Aligned(operation.Kept));
        Waits = operations[0].Waits;
    }

    public override IEnumerable<Access> Accesses => _operations.SelectMany(operation => operation.Accesses);

    public override long Scratch => _kept + _operations.Max(operation => operation.ChunkScratch);

    /// <summary>Joins what follows on each other, where rows are large.</summary>
    /// <param name="operations">With barriers placed.</param>
    public static Operation[] Join(IReadOnlyList<Operation> operations)
    {
        var joined = new List<Operation>();
        for (var i = 0; i < operations.Count;)
        {
            var run = operations[i] is ChunkedOperation first
                ? operations.Skip(i + 1).TakeWhile(next => next is ChunkedOperation { Waits: false } chunked && chunked.Chunks == first.Chunks).Cast<ChunkedOperation>().Prepend(first).ToArray()
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

    public override bool Run(Worker worker)
    {
        var (first, end) = _operations[0].Chunks.ChunksOf(worker.Number, worker.Threads, worker.Examples);
        if (end <= first)
        {
            return true;
        }

        var at = worker.Scratch;
        foreach (var operation in _operations)
        {
            operation.Begin(at);
            at += ChunkedOperation.Aligned(operation.Kept);
        }

        for (var chunk = first; chunk < end; chunk++)
        {
            at = worker.Scratch;
            foreach (var operation in _operations)
            {
                operation.RunChunk(worker, chunk, at, worker.Scratch + _kept);
                at += ChunkedOperation.Aligned(operation.Kept);
            }
        }

        return true;
    }
}
