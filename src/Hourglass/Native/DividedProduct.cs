namespace Hourglass.Native;

/// <summary>
/// A matrix product and how threads divide it: by rows of the result, so that each thread meets its own rows again in what comes before and behind, or by
/// columns where rows are so few that threads would get unequal shares.
/// </summary>
internal sealed unsafe class DividedProduct
{
    /// <summary>Smaller products are done before threads have met.</summary>
    private const long WorthMeeting = 1 << 20;

    /// <summary>How much longer the longest share of rows must be than that of columns.</summary>
    private const double Unequal = 1.2;

    private readonly MatrixProduct _product;
    private readonly Operand _c;
    private readonly Operand _a;
    private readonly Operand _b;
    private readonly Rows _rows;
    private readonly int _columns;
    private readonly Rows _depth;
    private readonly bool _accumulate;
    private readonly Division _division;
    private readonly SumOrder _order;

    /// <param name="product">What multiplies.</param>
    /// <param name="c"><c>[rows, columns]</c>.</param>
    /// <param name="a"><c>[rows, depth]</c>.</param>
    /// <param name="b"><c>[depth, columns]</c>.</param>
    /// <param name="rows">Rows of the result.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="depth">The inner dimension.</param>
    /// <param name="accumulate">Whether to add to what is there.</param>
    /// <param name="capacity">Examples at most.</param>
    /// <param name="threads">How many threads there are.</param>
    public DividedProduct(MatrixProduct product, Operand c, Operand a, Operand b, Rows rows, int columns, Rows depth, bool accumulate, int capacity, int threads)
    {
        (_product, _c, _a, _b) = (product, c, a, b);
        (_rows, _columns, _depth, _accumulate) = (rows, columns, depth, accumulate);
        var (high, deep) = (rows.Of(capacity), depth.Of(capacity));
        var (byRows, byColumns) = (Division.Of(rows), new Division(Rows.Fixed(columns), Kernel.Width));
        IsByColumns = (long)high * columns * deep >= WorthMeeting && byRows.Longest(threads, capacity) / (double)high > Unequal * byColumns.Longest(threads, capacity) / columns;
        _division = IsByColumns ? byColumns : byRows;
        _order = product.OrderOf(a, b, high, columns, deep);
        Scratch = product.Scratch(high, columns, deep);
    }

    /// <summary>Whether threads divide columns.</summary>
    public bool IsByColumns { get; }

    /// <summary>How threads divide what <see cref="IsByColumns"/> says.</summary>
    public Division Division => _division;

    /// <summary>Numbers of scratch memory that a thread needs.</summary>
    public long Scratch { get; }

    /// <summary>Does a thread's share.</summary>
    public void Run(int thread, int threads, int examples, float* scratch)
    {
        var (first, end) = _division.RowsOf(thread, threads, examples);
        if (end <= first)
        {
            return;
        }

        if (IsByColumns)
        {
            _product.Multiply(_c.From(0, first), _a, _b.From(0, first), _rows.Of(examples), end - first, _depth.Of(examples), _accumulate, _order, scratch);
        }
        else
        {
            RunRows(first, end, examples, scratch);
        }
    }

    /// <summary>Computes some rows of the result.</summary>
    public void RunRows(int first, int end, int examples, float* scratch) =>
        _product.Multiply(_c.From(first, 0), _a.From(first, 0), _b, end - first, _columns, _depth.Of(examples), _accumulate, _order, scratch);
}
