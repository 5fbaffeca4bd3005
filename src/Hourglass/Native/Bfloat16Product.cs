namespace Hourglass.Native;

/// <summary>Products of factors in bfloat16, summed in single precision, by Intel's library: <c>cblas_gemm_bf16bf16f32</c>.</summary>
internal sealed unsafe class Bfloat16Product : NativeProduct
{
    private const int RowMajor = 101;
    private const int Plain = 111;
    private const int Transposed = 112;

    private readonly IntelLibrary _library;
    private readonly delegate* unmanaged<int, int, int, int, int, int, float, ushort*, int, ushort*, int, float, float*, int,
        void> _multiply;

    private Bfloat16Product(IntelLibrary library, nint multiply)
    {
        _library = library;
        _multiply =
            (delegate* unmanaged<int, int, int, int, int, int, float, ushort*, int, ushort*, int, float, float*, int, void>)multiply;
    }

    /// <summary>The product, or null where libtorch does not export what it needs.</summary>
    public static Bfloat16Product? TryCreate() =>
        IntelLibrary.Find("cblas_gemm_bf16bf16f32") is { } found ? new Bfloat16Product(found.Library, found.Multiply) : null;

    /// <inheritdoc/>
    public override PlacedProduct Place(
        Matrix into,
        Matrix left,
        Matrix right,
        bool accumulate,
        int capacity,
        Func<Matrix, RoundedMatrix> rounded) =>
        new PlacedRoundedProduct(this, into, rounded(left), rounded(right), accumulate);

    /// <inheritdoc/>
    public override void Enter() => _library.Enter();

    /// <inheritdoc/>
    public override void Leave() => _library.Leave();

    /// <summary>C = A B, or C += A B.</summary>
    /// <param name="c"><c>[rows, columns]</c>, row-major.</param>
    /// <param name="a"><c>[rows, depth]</c>.</param>
    /// <param name="b"><c>[depth, columns]</c>.</param>
    /// <param name="rows">Rows of C.</param>
    /// <param name="columns">Columns of C.</param>
    /// <param name="depth">The inner dimension.</param>
    /// <param name="accumulate">Whether to add to what is there.</param>
    public void Multiply(Operand c, RoundedMatrix a, RoundedMatrix b, int rows, int columns, int depth, bool accumulate) => _multiply(
        RowMajor,
        a.IsTransposed ? Transposed : Plain,
        b.IsTransposed ? Transposed : Plain,
        rows,
        columns,
        depth,
        1,
        a.Data,
        a.Width,
        b.Data,
        b.Width,
        accumulate ? 1 : 0,
        c.Data,
        (int)c.RowStride);
}
