namespace Hourglass.Native;

/// <summary>Intel's library, which libtorch brings along: its <c>sgemm_</c>, one thread for each thread of ours.</summary>
internal sealed unsafe class MklProduct : MatrixProduct
{
    private const int ShortDepth = 32;

    private readonly IntelLibrary _library;
    private readonly delegate* unmanaged<byte*, byte*, int*, int*, int*, float*, float*, int*, float*, int*, float*, float*, int*,
        void> _multiply;

    private MklProduct(IntelLibrary library, nint multiply)
    {
        _library = library;
        _multiply =
            (delegate* unmanaged<byte*, byte*, int*, int*, int*, float*, float*, int*, float*, int*, float*, float*, int*, void>)multiply;
    }

    /// <summary>The product, or null where libtorch does not export what it needs.</summary>
    public static MklProduct? TryCreate() =>
        IntelLibrary.Find("sgemm_") is { } found ? new MklProduct(found.Library, found.Multiply) : null;

    /// <inheritdoc/>
    public override void Enter() => _library.Enter();

    /// <inheritdoc/>
    public override void Leave() => _library.Leave();

    /// <summary>It packs the right operand for every call, which takes no time only where that is short.</summary>
    public override bool TakesFewRows(int depth) => depth <= ShortDepth;

    /// <inheritdoc/>
    public override long Scratch(int rows, int columns, int depth) => 0;

    /// <inheritdoc/>
    public override void Multiply(
        Operand c,
        Operand a,
        Operand b,
        int rows,
        int columns,
        int depth,
        bool accumulate,
        SumOrder order,
        float* scratch)
    {
        // Column by column, as Fortran sees it, row-major memory is the transposed matrix: the transposed product has the operands
        // exchanged.
        var (first, second) = ((byte)(b.ColumnStride == 1 ? 'N' : 'T'), (byte)(a.ColumnStride == 1 ? 'N' : 'T'));
        var (firstLead, secondLead, lead) = (Lead(b, depth, columns), Lead(a, rows, depth), Math.Max((int)c.RowStride, columns));
        var (one, keep) = (1f, accumulate ? 1f : 0f);
        _multiply(&first, &second, &columns, &rows, &depth, &one, b.Data, &firstLead, a.Data, &secondLead, &keep, c.Data, &lead);
    }

    /// <summary>From row to row in memory; a matrix of one row or column may have strides that say less than its size.</summary>
    private static int Lead(Operand operand, int rows, int columns) => operand.ColumnStride == 1
        ? Math.Max((int)operand.RowStride, columns)
        : Math.Max((int)operand.ColumnStride, rows);
}
