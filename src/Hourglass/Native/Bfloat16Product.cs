using System.Runtime.Intrinsics;

namespace Hourglass.Native;

/// <summary>Products of factors rounded to bfloat16, summed in single precision, by Intel's library: <c>cblas_gemm_bf16bf16f32</c>.</summary>
internal sealed unsafe class Bfloat16Product : IntelProduct
{
    private const int RowMajor = 101;
    private const int Plain = 111;
    private const int Transposed = 112;

    private readonly delegate* unmanaged<int, int, int, int, int, int, float, ushort*, int, ushort*, int, float, float*, int, void> _multiply;

    private Bfloat16Product(nint multiply, nint setThreads)
        : base(setThreads) => _multiply = (delegate* unmanaged<int, int, int, int, int, int, float, ushort*, int, ushort*, int, float, float*, int, void>)multiply;

    /// <summary>The product, or null where libtorch does not export what it needs.</summary>
    public static Bfloat16Product? TryCreate() =>
        TryFind("cblas_gemm_bf16bf16f32", out var multiply, out var setThreads) ? new Bfloat16Product(multiply, setThreads) : null;

    /// <inheritdoc/>
    public override long Scratch(int rows, int columns, int depth) => Half((long)rows * depth) + Half((long)depth * columns);

    /// <inheritdoc/>
    public override void Multiply(Operand c, Operand a, Operand b, int rows, int columns, int depth, bool accumulate, SumOrder order, float* scratch)
    {
        var left = (ushort*)scratch;
        var right = (ushort*)(scratch + Half((long)rows * depth));
        var (turnLeft, turnRight) = (Round(a, rows, depth, left), Round(b, depth, columns, right));
        _multiply(
            RowMajor,
            turnLeft ? Transposed : Plain,
            turnRight ? Transposed : Plain,
            rows,
            columns,
            depth,
            1,
            left,
            turnLeft ? rows : depth,
            right,
            turnRight ? depth : columns,
            accumulate ? 1 : 0,
            c.Data,
            Math.Max((int)c.RowStride, columns));
    }

    /// <summary>The nearest number with 8 bits of mantissa, the even one of two; NaN stays NaN.</summary>
    internal static void Round(float* from, int count, ushort* to)
    {
        var i = 0;
        for (; i <= count - Vector256<ushort>.Count; i += Vector256<ushort>.Count)
        {
            Vector256.Narrow(Rounded(Vector256.Load(from + i)), Rounded(Vector256.Load(from + i + Vector256<float>.Count))).Store(to + i);
        }

        for (; i < count; i++)
        {
            to[i] = (ushort)Rounded(Vector256.Create(from[i]))[0];
        }
    }

    /// <summary>Numbers of single precision that take as much memory, up to a whole cache line.</summary>
    private static long Half(long count) => ((count + 31) / 32) * 16;

    /// <summary>Rounds a factor as it lies in memory; true where that is its transposed matrix.</summary>
    private static bool Round(Operand operand, int rows, int columns, ushort* to)
    {
        var turned = operand.ColumnStride != 1;
        var (lines, width, stride) = turned ? (columns, rows, operand.ColumnStride) : (rows, columns, operand.RowStride);
        for (var line = 0; line < lines; line++)
        {
            Round(operand.Data + (line * stride), width, to + ((nint)line * width));
        }

        return turned;
    }

    private static Vector256<uint> Rounded(Vector256<float> x)
    {
        var bits = x.AsUInt32();
        var near = bits + Vector256.Create(0x7fffu) + ((bits >> 16) & Vector256<uint>.One);
        return Vector256.ConditionalSelect(Vector256.Equals(x, x).AsUInt32(), near, bits | Vector256.Create(0x400000u)) >> 16;
    }
}
