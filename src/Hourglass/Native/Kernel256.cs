using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hourglass.Native;

/// <summary>
/// Kernels of the matrix product on 16 registers of 256 bits: six rows of two registers are summed while two hold a line of the right
/// operand and one a number. Accumulators are spelled out one by one, as only local variables stay in registers.
/// </summary>
internal static unsafe class Kernel256
{
    /// <summary>6 rows of 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows6<TLines>(int depth, float* a, nint rowStride, nint stride, TLines lines, float* to, nint toStride)
        where TLines : struct, ILines
    {
        var a3 = a + (3 * rowStride);
        var twice = 2 * rowStride;
        var (c0a, c0b) = (Vector256<float>.Zero, Vector256<float>.Zero);
        var (c1a, c1b) = (Vector256<float>.Zero, Vector256<float>.Zero);
        var (c2a, c2b) = (Vector256<float>.Zero, Vector256<float>.Zero);
        var (c3a, c3b) = (Vector256<float>.Zero, Vector256<float>.Zero);
        var (c4a, c4b) = (Vector256<float>.Zero, Vector256<float>.Zero);
        var (c5a, c5b) = (Vector256<float>.Zero, Vector256<float>.Zero);
        for (; depth > 0; depth--)
        {
            var line = lines.Next();
            var ba = Vector256.Load(line);
            var bb = Vector256.Load(line + 8);
            var x0 = Vector256.Create(*a);
            c0a = Vector256.FusedMultiplyAdd(x0, ba, c0a);
            c0b = Vector256.FusedMultiplyAdd(x0, bb, c0b);
            var x1 = Vector256.Create(a[rowStride]);
            c1a = Vector256.FusedMultiplyAdd(x1, ba, c1a);
            c1b = Vector256.FusedMultiplyAdd(x1, bb, c1b);
            var x2 = Vector256.Create(a[twice]);
            c2a = Vector256.FusedMultiplyAdd(x2, ba, c2a);
            c2b = Vector256.FusedMultiplyAdd(x2, bb, c2b);
            var x3 = Vector256.Create(*a3);
            c3a = Vector256.FusedMultiplyAdd(x3, ba, c3a);
            c3b = Vector256.FusedMultiplyAdd(x3, bb, c3b);
            var x4 = Vector256.Create(a3[rowStride]);
            c4a = Vector256.FusedMultiplyAdd(x4, ba, c4a);
            c4b = Vector256.FusedMultiplyAdd(x4, bb, c4b);
            var x5 = Vector256.Create(a3[twice]);
            c5a = Vector256.FusedMultiplyAdd(x5, ba, c5a);
            c5b = Vector256.FusedMultiplyAdd(x5, bb, c5b);
            a += stride;
            a3 += stride;
        }

        c0a.Store(to);
        c0b.Store(to + 8);
        to += toStride;
        c1a.Store(to);
        c1b.Store(to + 8);
        to += toStride;
        c2a.Store(to);
        c2b.Store(to + 8);
        to += toStride;
        c3a.Store(to);
        c3b.Store(to + 8);
        to += toStride;
        c4a.Store(to);
        c4b.Store(to + 8);
        to += toStride;
        c5a.Store(to);
        c5b.Store(to + 8);
    }

    /// <summary>2 rows of 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows2<TLines>(int depth, float* a, nint rowStride, nint stride, TLines lines, float* to, nint toStride)
        where TLines : struct, ILines
    {
        var (c0a, c0b) = (Vector256<float>.Zero, Vector256<float>.Zero);
        var (c1a, c1b) = (Vector256<float>.Zero, Vector256<float>.Zero);
        for (; depth > 0; depth--)
        {
            var line = lines.Next();
            var ba = Vector256.Load(line);
            var bb = Vector256.Load(line + 8);
            var x0 = Vector256.Create(*a);
            c0a = Vector256.FusedMultiplyAdd(x0, ba, c0a);
            c0b = Vector256.FusedMultiplyAdd(x0, bb, c0b);
            var x1 = Vector256.Create(a[rowStride]);
            c1a = Vector256.FusedMultiplyAdd(x1, ba, c1a);
            c1b = Vector256.FusedMultiplyAdd(x1, bb, c1b);
            a += stride;
        }

        c0a.Store(to);
        c0b.Store(to + 8);
        to += toStride;
        c1a.Store(to);
        c1b.Store(to + 8);
    }

    /// <summary>1 row of 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows1<TLines>(int depth, float* a, nint rowStride, nint stride, TLines lines, float* to, nint toStride)
        where TLines : struct, ILines
    {
        var (c0a, c0b) = (Vector256<float>.Zero, Vector256<float>.Zero);
        for (; depth > 0; depth--)
        {
            var line = lines.Next();
            var ba = Vector256.Load(line);
            var bb = Vector256.Load(line + 8);
            var x0 = Vector256.Create(*a);
            c0a = Vector256.FusedMultiplyAdd(x0, ba, c0a);
            c0b = Vector256.FusedMultiplyAdd(x0, bb, c0b);
            a += stride;
        }

        c0a.Store(to);
        c0b.Store(to + 8);
    }
}
