namespace Hourglass.Native;

/// <summary>
/// A matrix product. A gradient of weights may be taken chunk by chunk, so that whoever adds to it or moves the weights by it finds it in
/// the cache.
/// </summary>
internal sealed unsafe class MatMulOperation : ChunkedOperation
{
    /// <summary>Numbers of a result that the cache would not hold until the next operation comes to it.</summary>
    private const int Large = 1 << 17;

    private readonly PlacedProduct _product;
    private readonly DividedProduct _divided;
    private readonly int _capacity;

    public MatMulOperation(PlacedProduct product, int capacity, int threads)
    {
        (_product, _capacity) = (product, capacity);
        _divided = new DividedProduct(product, capacity, threads);
        CanAlternate = !_divided.IsByColumns && product.TakesFewRows && (long)product.Into.Rows.Count * product.Into.Width >= Large;
    }

    public override (Matrix Matrix, Division Division)? Result => _divided.OfRows is { } division ? (_product.Into, division) : null;

    public override Division Chunks => _divided.Division;

    public override bool CanAlternate { get; }

    public override bool HasLargeRows => CanAlternate;

    public override long ChunkScratch => _product.Scratch;

    public override IEnumerable<Access> Accesses => _product.Operands(_divided.OfRows, _capacity).Prepend(_divided.OfRows is { } division
        ? Access.Own(_product.Into, division, writes: true, _capacity)
        : Access.Any(_product.Into, writes: true, _capacity));

    /// <summary>All of a thread's share at once.</summary>
    public override bool Run(Worker worker)
    {
        _divided.Run(worker.Number, worker.Threads, worker.Examples, worker.Scratch);
        return true;
    }

    public override void RunChunk(Worker worker, int chunk, float* kept, float* scratch)
    {
        var (first, end) = Chunks.RowsOfChunk(chunk, worker.Examples);
        _divided.RunRows(first, end, worker.Examples, scratch);
    }
}
