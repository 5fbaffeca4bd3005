using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hourglass.Native;

/// <summary>
/// Kernels of the matrix product on 32 registers of 512 bits: twelve rows of two registers are summed while two hold a line of the right
/// operand and one a number. Accumulators are spelled out one by one, as only local variables stay in registers.
/// </summary>
internal static unsafe class Kernel512
{
    /// <summary>12 rows of 32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows12<TLines>(int depth, float* a, nint rowStride, nint stride, TLines lines, float* to, nint toStride)
        where TLines : struct, ILines
    {
        var a3 = a + (3 * rowStride);
        var a6 = a + (6 * rowStride);
        var a9 = a + (9 * rowStride);
        var twice = 2 * rowStride;
        var (c0a, c0b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c1a, c1b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c2a, c2b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c3a, c3b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c4a, c4b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c5a, c5b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c6a, c6b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c7a, c7b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c8a, c8b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c9a, c9b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c10a, c10b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c11a, c11b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        for (; depth > 0; depth--)
        {
            var line = lines.Next();
            var ba = Vector512.Load(line);
            var bb = Vector512.Load(line + 16);
            var x0 = Vector512.Create(*a);
            c0a = Vector512.FusedMultiplyAdd(x0, ba, c0a);
            c0b = Vector512.FusedMultiplyAdd(x0, bb, c0b);
            var x1 = Vector512.Create(a[rowStride]);
            c1a = Vector512.FusedMultiplyAdd(x1, ba, c1a);
            c1b = Vector512.FusedMultiplyAdd(x1, bb, c1b);
            var x2 = Vector512.Create(a[twice]);
            c2a = Vector512.FusedMultiplyAdd(x2, ba, c2a);
            c2b = Vector512.FusedMultiplyAdd(x2, bb, c2b);
            var x3 = Vector512.Create(*a3);
            c3a = Vector512.FusedMultiplyAdd(x3, ba, c3a);
            c3b = Vector512.FusedMultiplyAdd(x3, bb, c3b);
            var x4 = Vector512.Create(a3[rowStride]);
            c4a = Vector512.FusedMultiplyAdd(x4, ba, c4a);
            c4b = Vector512.FusedMultiplyAdd(x4, bb, c4b);
            var x5 = Vector512.Create(a3[twice]);
            c5a = Vector512.FusedMultiplyAdd(x5, ba, c5a);
            c5b = Vector512.FusedMultiplyAdd(x5, bb, c5b);
            var x6 = Vector512.Create(*a6);
            c6a = Vector512.FusedMultiplyAdd(x6, ba, c6a);
            c6b = Vector512.FusedMultiplyAdd(x6, bb, c6b);
            var x7 = Vector512.Create(a6[rowStride]);
            c7a = Vector512.FusedMultiplyAdd(x7, ba, c7a);
            c7b = Vector512.FusedMultiplyAdd(x7, bb, c7b);
            var x8 = Vector512.Create(a6[twice]);
            c8a = Vector512.FusedMultiplyAdd(x8, ba, c8a);
            c8b = Vector512.FusedMultiplyAdd(x8, bb, c8b);
            var x9 = Vector512.Create(*a9);
            c9a = Vector512.FusedMultiplyAdd(x9, ba, c9a);
            c9b = Vector512.FusedMultiplyAdd(x9, bb, c9b);
            var x10 = Vector512.Create(a9[rowStride]);
            c10a = Vector512.FusedMultiplyAdd(x10, ba, c10a);
            c10b = Vector512.FusedMultiplyAdd(x10, bb, c10b);
            var x11 = Vector512.Create(a9[twice]);
            c11a = Vector512.FusedMultiplyAdd(x11, ba, c11a);
            c11b = Vector512.FusedMultiplyAdd(x11, bb, c11b);
            a += stride;
            a3 += stride;
            a6 += stride;
            a9 += stride;
        }

        c0a.Store(to);
        c0b.Store(to + 16);
        to += toStride;
        c1a.Store(to);
        c1b.Store(to + 16);
        to += toStride;
        c2a.Store(to);
        c2b.Store(to + 16);
        to += toStride;
        c3a.Store(to);
        c3b.Store(to + 16);
        to += toStride;
        c4a.Store(to);
        c4b.Store(to + 16);
        to += toStride;
        c5a.Store(to);
        c5b.Store(to + 16);
        to += toStride;
        c6a.Store(to);
        c6b.Store(to + 16);
        to += toStride;
        c7a.Store(to);
        c7b.Store(to + 16);
        to += toStride;
        c8a.Store(to);
        c8b.Store(to + 16);
        to += toStride;
        c9a.Store(to);
        c9b.Store(to + 16);
        to += toStride;
        c10a.Store(to);
        c10b.Store(to + 16);
        to += toStride;
        c11a.Store(to);
        c11b.Store(to + 16);
    }

    /// <summary>8 rows of 32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows8<TLines>(int depth, float* a, nint rowStride, nint stride, TLines lines, float* to, nint toStride)
        where TLines : struct, ILines
    {
        var a3 = a + (3 * rowStride);
        var a6 = a + (6 * rowStride);
        var twice = 2 * rowStride;
        var (c0a, c0b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c1a, c1b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c2a, c2b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c3a, c3b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c4a, c4b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c5a, c5b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c6a, c6b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c7a, c7b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        for (; depth > 0; depth--)
        {
            var line = lines.Next();
            var ba = Vector512.Load(line);
            var bb = Vector512.Load(line + 16);
            var x0 = Vector512.Create(*a);
            c0a = Vector512.FusedMultiplyAdd(x0, ba, c0a);
            c0b = Vector512.FusedMultiplyAdd(x0, bb, c0b);
            var x1 = Vector512.Create(a[rowStride]);
            c1a = Vector512.FusedMultiplyAdd(x1, ba, c1a);
            c1b = Vector512.FusedMultiplyAdd(x1, bb, c1b);
            var x2 = Vector512.Create(a[twice]);
            c2a = Vector512.FusedMultiplyAdd(x2, ba, c2a);
            c2b = Vector512.FusedMultiplyAdd(x2, bb, c2b);
            var x3 = Vector512.Create(*a3);
            c3a = Vector512.FusedMultiplyAdd(x3, ba, c3a);
            c3b = Vector512.FusedMultiplyAdd(x3, bb, c3b);
            var x4 = Vector512.Create(a3[rowStride]);
            c4a = Vector512.FusedMultiplyAdd(x4, ba, c4a);
            c4b = Vector512.FusedMultiplyAdd(x4, bb, c4b);
            var x5 = Vector512.Create(a3[twice]);
            c5a = Vector512.FusedMultiplyAdd(x5, ba, c5a);
            c5b = Vector512.FusedMultiplyAdd(x5, bb, c5b);
            var x6 = Vector512.Create(*a6);
            c6a = Vector512.FusedMultiplyAdd(x6, ba, c6a);
            c6b = Vector512.FusedMultiplyAdd(x6, bb, c6b);
            var x7 = Vector512.Create(a6[rowStride]);
            c7a = Vector512.FusedMultiplyAdd(x7, ba, c7a);
            c7b = Vector512.FusedMultiplyAdd(x7, bb, c7b);
            a += stride;
            a3 += stride;
            a6 += stride;
        }

        c0a.Store(to);
        c0b.Store(to + 16);
        to += toStride;
        c1a.Store(to);
        c1b.Store(to + 16);
        to += toStride;
        c2a.Store(to);
        c2b.Store(to + 16);
        to += toStride;
        c3a.Store(to);
        c3b.Store(to + 16);
        to += toStride;
        c4a.Store(to);
        c4b.Store(to + 16);
        to += toStride;
        c5a.Store(to);
        c5b.Store(to + 16);
        to += toStride;
        c6a.Store(to);
        c6b.Store(to + 16);
        to += toStride;
        c7a.Store(to);
        c7b.Store(to + 16);
    }

    /// <summary>4 rows of 32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows4<TLines>(int depth, float* a, nint rowStride, nint stride, TLines lines, float* to, nint toStride)
        where TLines : struct, ILines
    {
        var a3 = a + (3 * rowStride);
        var twice = 2 * rowStride;
        var (c0a, c0b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c1a, c1b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c2a, c2b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c3a, c3b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        for (; depth > 0; depth--)
        {
            var line = lines.Next();
            var ba = Vector512.Load(line);
            var bb = Vector512.Load(line + 16);
            var x0 = Vector512.Create(*a);
            c0a = Vector512.FusedMultiplyAdd(x0, ba, c0a);
            c0b = Vector512.FusedMultiplyAdd(x0, bb, c0b);
            var x1 = Vector512.Create(a[rowStride]);
            c1a = Vector512.FusedMultiplyAdd(x1, ba, c1a);
            c1b = Vector512.FusedMultiplyAdd(x1, bb, c1b);
            var x2 = Vector512.Create(a[twice]);
            c2a = Vector512.FusedMultiplyAdd(x2, ba, c2a);
            c2b = Vector512.FusedMultiplyAdd(x2, bb, c2b);
            var x3 = Vector512.Create(*a3);
            c3a = Vector512.FusedMultiplyAdd(x3, ba, c3a);
            c3b = Vector512.FusedMultiplyAdd(x3, bb, c3b);
            a += stride;
            a3 += stride;
        }

        c0a.Store(to);
        c0b.Store(to + 16);
        to += toStride;
        c1a.Store(to);
        c1b.Store(to + 16);
        to += toStride;
        c2a.Store(to);
        c2b.Store(to + 16);
        to += toStride;
        c3a.Store(to);
        c3b.Store(to + 16);
    }

    /// <summary>2 rows of 32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows2<TLines>(int depth, float* a, nint rowStride, nint stride, TLines lines, float* to, nint toStride)
        where TLines : struct, ILines
    {
        var (c0a, c0b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c1a, c1b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        for (; depth > 0; depth--)
        {
            var line = lines.Next();
            var ba = Vector512.Load(line);
            var bb = Vector512.Load(line + 16);
            var x0 = Vector512.Create(*a);
            c0a = Vector512.FusedMultiplyAdd(x0, ba, c0a);
            c0b = Vector512.FusedMultiplyAdd(x0, bb, c0b);
            var x1 = Vector512.Create(a[rowStride]);
            c1a = Vector512.FusedMultiplyAdd(x1, ba, c1a);
            c1b = Vector512.FusedMultiplyAdd(x1, bb, c1b);
            a += stride;
        }

        c0a.Store(to);
        c0b.Store(to + 16);
        to += toStride;
        c1a.Store(to);
        c1b.Store(to + 16);
    }

    /// <summary>1 row of 32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows1<TLines>(int depth, float* a, nint rowStride, nint stride, TLines lines, float* to, nint toStride)
        where TLines : struct, ILines
    {
        var (c0a, c0b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        for (; depth > 0; depth--)
        {
            var line = lines.Next();
            var ba = Vector512.Load(line);
            var bb = Vector512.Load(line + 16);
            var x0 = Vector512.Create(*a);
            c0a = Vector512.FusedMultiplyAdd(x0, ba, c0a);
            c0b = Vector512.FusedMultiplyAdd(x0, bb, c0b);
            a += stride;
        }

        c0a.Store(to);
        c0b.Store(to + 16);
    }
}
