namespace Hourglass.Native;

/// <summary>A matrix product.</summary>
internal sealed unsafe class MatMulOperation : Operation
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
    }

    public override (Matrix Matrix, Division Division)? Result => _product.OfRows is { } division ? (_into, division) : null;

    public override long Scratch => _product.Scratch;

    public override IEnumerable<Access> Accesses => _product.OfRows is { } division
        ?
        [
            Access.Own(_into, division, writes: true, _capacity),
            !_left.IsTransposed && _left.Rows == _into.Rows ? Access.Own(_left, division, writes: false, _capacity) : Access.Any(_left, writes: false, _capacity),
            Access.Any(_right, writes: false, _capacity),
        ]
        : [Access.Any(_into, writes: true, _capacity), Access.Any(_left, writes: false, _capacity), Access.Any(_right, writes: false, _capacity)];

    public override bool Run(Worker worker)
    {
        _product.Run(worker.Number, worker.Threads, worker.Examples, worker.Scratch);
        return true;
    }

    private static Operand Oriented(Matrix matrix) => matrix.IsTransposed ? matrix.InMemory.Transposed : matrix.InMemory;
}
