namespace Hourglass.Native;

/// <summary>A matrix product. A gradient of weights may be taken chunk by chunk, so that whoever adds to it or moves the weights by it finds it in the cache.</summary>
internal sealed unsafe class MatMulOperation : ChunkedOperation
{
    private readonly Matrix _into;
    private readonly Matrix _left;
    private readonly Matrix _right;
    private readonly DividedProduct _product;
    private readonly int _capacity;

    public MatMulOperation(Matrix into, Matrix left, Matrix right, bool accumulate, MatrixProduct product, int capacity, int threads)
    {
        (_into, _left, _right, _capacity) = (into, left, right, capacity);
        var depth = left.IsTransposed ? left.Rows : Rows.Fixed(left.Width);
        _product = new DividedProduct(product, into.InMemory, Oriented(left), Oriented(right), into.Rows, into.Width, depth, accumulate, capacity, threads);
        CanAlternate = !_product.IsByColumns && into.Rows.PerExample == 0 && product.TakesFewRows;
    }

    public override (Matrix Matrix, Division Division)? Result => _product.IsByColumns ? null : (_into, _product.Division);

    public override Division Chunks => _product.Division;

    public override bool CanAlternate { get; }

    public override bool HasLargeRows => CanAlternate;

    public override long ChunkScratch => _product.Scratch;

    public override IEnumerable<Access> Accesses => _product.IsByColumns
        ? [Access.Any(_into, writes: true, _capacity), Access.Any(_left, writes: false, _capacity), Access.Any(_right, writes: false, _capacity)]
        :
        [
            Access.Own(_into, _product.Division, writes: true, _capacity),
            !_left.IsTransposed && _left.Rows == _into.Rows ? Access.Own(_left, _product.Division, writes: false, _capacity) : Access.Any(_left, writes: false, _capacity),
            Access.Any(_right, writes: false, _capacity),
        ];

    /// <summary>All of a thread's share at once.</summary>
    public override bool Run(Worker worker)
    {
        _product.Run(worker.Number, worker.Threads, worker.Examples, worker.Scratch);
        return true;
    }

    public override void RunChunk(Worker worker, int chunk, float* kept, float* scratch)
    {
        var (first, end) = Chunks.RowsOfChunk(chunk, worker.Examples);
        _product.RunRows(first, end, worker.Examples, scratch);
    }

    private static Operand Oriented(Matrix matrix) => matrix.IsTransposed ? matrix.InMemory.Transposed : matrix.InMemory;
}
