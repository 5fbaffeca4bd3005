namespace Hourglass.Native;

/// <summary>A product whose operands and result have their places.</summary>
/// <param name="into">The result.</param>
/// <param name="depth">The inner dimension.</param>
internal abstract unsafe class PlacedProduct(Matrix into, Rows depth)
{
    /// <summary>The result.</summary>
    public Matrix Into => into;

    /// <summary>The inner dimension.</summary>
    public Rows Depth => depth;

    /// <summary>Numbers of scratch memory that a thread needs.</summary>
    public abstract long Scratch { get; }

    /// <summary>Whether a few rows at a time take no longer than all at once.</summary>
    public virtual bool TakesFewRows => false;

    /// <summary>How the operands are touched.</summary>
    /// <param name="byRows">How threads divide the rows of the result; null where they do not.</param>
    /// <param name="capacity">Examples at most.</param>
    public abstract IEnumerable<Access> Operands(Division? byRows, int capacity);

    /// <summary>Computes a part of the result.</summary>
    /// <param name="row">Its first row.</param>
    /// <param name="rows">How many.</param>
    /// <param name="column">Its first column.</param>
    /// <param name="columns">How many.</param>
    /// <param name="length">The inner dimension.</param>
    /// <param name="scratch"><see cref="Scratch"/> numbers, aligned to 64 bytes.</param>
    public abstract void Multiply(int row, int rows, int column, int columns, int length, float* scratch);

    /// <summary>How threads divide the rows of a left operand; null where they do not.</summary>
    protected Division? OfLeft(Rows rows, bool transposed, Division? byRows) => !transposed && rows == into.Rows ? byRows : null;
}

/// <summary>A product of operands in single precision.</summary>
internal sealed unsafe class PlacedMatrixProduct : PlacedProduct
{
    private readonly MatrixProduct _product;
    private readonly Matrix _left;
    private readonly Matrix _right;
    private readonly Operand _a;
    private readonly Operand _b;
    private readonly bool _accumulate;
    private readonly SumOrder _order;

    /// <param name="product">What multiplies.</param>
    /// <param name="into">The result.</param>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand.</param>
    /// <param name="accumulate">Whether to add to what is there.</param>
    /// <param name="capacity">Examples at most.</param>
    public PlacedMatrixProduct(MatrixProduct product, Matrix into, Matrix left, Matrix right, bool accumulate, int capacity)
        : base(into, left.IsTransposed ? left.Rows : Rows.Fixed(left.Width))
    {
        (_product, _left, _right, _accumulate) = (product, left, right, accumulate);
        (_a, _b) = (Oriented(left), Oriented(right));
        var (rows, length) = (into.Rows.Of(capacity), Depth.Of(capacity));
        _order = product.OrderOf(_a, _b, rows, into.Width, length);
        Scratch = product.Scratch(rows, into.Width, length);
        TakesFewRows = product.TakesFewRows(length);
    }

    /// <inheritdoc/>
    public override long Scratch { get; }

    /// <inheritdoc/>
    public override bool TakesFewRows { get; }

    /// <inheritdoc/>
    public override IEnumerable<Access> Operands(Division? byRows, int capacity) =>
    [
        OfLeft(_left.Rows, _left.IsTransposed, byRows) is { } division
            ? Access.Own(_left, division, writes: false, capacity)
            : Access.Any(_left, writes: false, capacity),
        Access.Any(_right, writes: false, capacity),
    ];

    /// <inheritdoc/>
    public override void Multiply(int row, int rows, int column, int columns, int length, float* scratch) =>
        _product.Multiply(
            Into.InMemory.From(row, column),
            _a.From(row, 0),
            _b.From(0, column),
            rows,
            columns,
            length,
            _accumulate,
            _order,
            scratch);

    private static Operand Oriented(Matrix matrix) => matrix.IsTransposed ? matrix.InMemory.Transposed : matrix.InMemory;
}

/// <summary>A product of operands in bfloat16.</summary>
internal sealed unsafe class PlacedRoundedProduct(
    Bfloat16Product product,
    Matrix into,
    RoundedMatrix left,
    RoundedMatrix right,
    bool accumulate)
    : PlacedProduct(into, left.IsTransposed ? left.Rows : Rows.Fixed(left.Width))
{
    /// <inheritdoc/>
    public override long Scratch => 0;

    /// <inheritdoc/>
    public override IEnumerable<Access> Operands(Division? byRows, int capacity) =>
        [left.Access(OfLeft(left.Rows, left.IsTransposed, byRows), writes: false, capacity), right.Access(null, writes: false, capacity)];

    /// <inheritdoc/>
    public override void Multiply(int row, int rows, int column, int columns, int length, float* scratch) =>
        product.Multiply(Into.InMemory.From(row, column), left.From(row, 0), right.From(0, column), rows, columns, length, accumulate);
}
