namespace Hourglass.Native;

/// <summary>
/// A matrix product and how threads divide it: by rows of the result, so that each thread meets its own rows again in what comes before and
/// behind, or by columns where rows are so few that threads would get unequal shares.
/// </summary>
internal sealed unsafe class DividedProduct
{
    /// <summary>Smaller products are done before threads have met.</summary>
    private const long WorthMeeting = 1 << 20;

    /// <summary>How much longer the longest share of rows must be than that of columns.</summary>
    private const double Unequal = 1.2;

    private readonly PlacedProduct _product;
    private readonly Division _division;

    /// <param name="product">The product.</param>
    /// <param name="capacity">Examples at most.</param>
    /// <param name="threads">How many threads there are.</param>
    public DividedProduct(PlacedProduct product, int capacity, int threads)
    {
        _product = product;
        var (rows, columns) = (product.Into.Rows, product.Into.Width);
        var (high, deep) = (rows.Of(capacity), product.Depth.Of(capacity));
        var (byRows, byColumns) = (Division.Of(rows), new Division(Rows.Fixed(columns), Kernel.Width));
        IsByColumns = (long)high * columns * deep >= WorthMeeting
            && byRows.Longest(threads, capacity) / (double)high > Unequal * byColumns.Longest(threads, capacity) / columns;
        _division = IsByColumns ? byColumns : byRows;
    }

    /// <summary>Whether threads divide columns.</summary>
    public bool IsByColumns { get; }

    /// <summary>How threads divide rows; null where they divide columns.</summary>
    public Division? OfRows => IsByColumns ? null : _division;

    /// <summary>How threads divide rows or columns.</summary>
    public Division Division => _division;

    /// <summary>Numbers of scratch memory that a thread needs.</summary>
    public long Scratch => _product.Scratch;

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
            _product.Multiply(0, _product.Into.Rows.Of(examples), first, end - first, _product.Depth.Of(examples), scratch);
        }
        else
        {
            RunRows(first, end, examples, scratch);
        }
    }

    /// <summary>Computes some rows of the result.</summary>
    public void RunRows(int first, int end, int examples, float* scratch) =>
        _product.Multiply(first, end - first, 0, _product.Into.Width, _product.Depth.Of(examples), scratch);
}
