namespace Hourglass.Native;

/// <summary>A matrix product. Threads divide the rows of the result.</summary>
internal sealed unsafe class MatMulOperation : Operation
{
    private readonly Matrix _into;
    private readonly Matrix _left;
    private readonly Matrix _right;
    private readonly bool _accumulate;
    private readonly MatrixProduct _product;
    private readonly int _capacity;
    private readonly Division _division;

    public MatMulOperation(Matrix into, Matrix left, Matrix right, bool accumulate, MatrixProduct product, int capacity)
    {
        (_into, _left, _right, _accumulate, _product, _capacity) = (into, left, right, accumulate, product, capacity);
        _division = new Division(into.Rows, into.Rows.PerExample > 0 ? Division.Activations : Division.Weights);
    }

    public override (Matrix Matrix, Division Division)? Result => (_into, _division);

    public override long Scratch => _product.Scratch(_into.Rows.Of(_capacity), _into.Width, Depth(_capacity));

    public override IEnumerable<Access> Accesses =>
    [
        Access.Own(_into, _division, writes: true, _capacity),
        !_left.IsTransposed && _left.Rows == _into.Rows ? Access.Own(_left, _division, writes: false, _capacity) : Access.Any(_left, writes: false, _capacity),
        Access.Any(_right, writes: false, _capacity),
    ];

    public override bool Run(Worker worker)
    {
        var (first, end) = _division.RowsOf(worker.Number, worker.Threads, worker.Examples);
        if (end > first)
        {
            var left = Oriented(_left).From(first, 0);
            _product.Multiply(_into.InMemory.From(first, 0), left, Oriented(_right), end - first, _into.Width, Depth(worker.Examples), _accumulate, worker.Scratch);
        }

        return true;
    }

    private static Operand Oriented(Matrix matrix) => matrix.IsTransposed ? matrix.InMemory.Transposed : matrix.InMemory;

    private int Depth(int examples) => _left.IsTransposed ? _left.Rows.Of(examples) : _left.Width;
}
