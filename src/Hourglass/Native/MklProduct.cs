using System.Runtime.InteropServices;

namespace Hourglass.Native;

/// <summary>Intel's library, which libtorch brings along: its <c>sgemm_</c>, one thread for each thread of ours.</summary>
internal sealed unsafe class MklProduct : MatrixProduct
{
    private readonly delegate* unmanaged<byte*, byte*, int*, int*, int*, float*, float*, int*, float*, int*, float*, float*, int*, void> _multiply;
    private readonly delegate* unmanaged<int, int> _setThreads;

    private MklProduct(nint multiply, nint setThreads)
    {
        _multiply = (delegate* unmanaged<byte*, byte*, int*, int*, int*, float*, float*, int*, float*, int*, float*, float*, int*, void>)multiply;
        _setThreads = (delegate* unmanaged<int, int>)setThreads;
    }

    /// <summary>The product, or null where libtorch does not export what it needs.</summary>
    public static MklProduct? TryCreate() =>
        TryLoad(out var library)
        && NativeLibrary.TryGetExport(library, "sgemm_", out var multiply)
        && NativeLibrary.TryGetExport(library, "MKL_Set_Num_Threads_Local", out var setThreads)
            ? new MklProduct(multiply, setThreads)
            : null;

    /// <inheritdoc/>
    public override long Scratch(int rows, int columns, int depth) => 0;

    /// <inheritdoc/>
    public override void Multiply(Operand c, Operand a, Operand b, int rows, int columns, int depth, bool accumulate, float* scratch)
    {
        // Column by column, as Fortran sees it, row-major memory is the transposed matrix: the transposed product has the operands exchanged.
        var (first, second) = ((byte)(b.ColumnStride == 1 ? 'N' : 'T'), (byte)(a.ColumnStride == 1 ? 'N' : 'T'));
        var (firstLead, secondLead, lead) = (Lead(b, depth, columns), Lead(a, rows, depth), Math.Max((int)c.RowStride, columns));
        var (one, keep) = (1f, accumulate ? 1f : 0f);
        _multiply(&first, &second, &columns, &rows, &depth, &one, b.Data, &firstLead, a.Data, &secondLead, &keep, c.Data, &lead);
    }

    /// <inheritdoc/>
    public override void Enter() => _ = _setThreads(1);

    /// <inheritdoc/>
    public override void Leave() => _ = _setThreads(0);

    /// <summary>From row to row in memory; a matrix of one row or column may have strides that say less than its size.</summary>
    private static int Lead(Operand operand, int rows, int columns) => operand.ColumnStride == 1
        ? Math.Max((int)operand.RowStride, columns)
        : Math.Max((int)operand.ColumnStride, rows);

    /// <summary>TorchSharp has loaded libtorch by the time that a model exists; asking again gives the same library.</summary>
    internal static bool TryLoad(out nint library) =>
        NativeLibrary.TryLoad("libtorch_cpu.so", out library)
        || NativeLibrary.TryLoad("torch_cpu", typeof(TorchSharp.torch).Assembly, null, out library)
        || NativeLibrary.TryLoad(Path.Combine(AppContext.BaseDirectory, "runtimes", "linux-x64", "native", "libtorch_cpu.so"), out library);
}
