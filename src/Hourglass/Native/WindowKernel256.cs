using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hourglass.Native;

/// <summary>
/// The kernels of <see cref="Kernel256"/> for an operand whose element (row, k) lies at <c>a[rows[row] + places[k]]</c>: windows of maps,
/// read where they lie.
/// </summary>
internal static unsafe class WindowKernel256
{
    /// <summary>6 rows of 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows6(int depth, float* a, int* rows, int* places, float* panel, float* to)
    {
        a += rows[0];
        nint r1 = rows[1] - rows[0];
        nint r2 = rows[2] - rows[0];
        nint r3 = rows[3] - rows[0];
        nint r4 = rows[4] - rows[0];
        nint r5 = rows[5] - rows[0];
        var (c0a, c0b) = (Vector256<float>.Zero, Vector256<float>.Zero);
        var (c1a, c1b) = (Vector256<float>.Zero, Vector256<float>.Zero);
        var (c2a, c2b) = (Vector256<float>.Zero, Vector256<float>.Zero);
        var (c3a, c3b) = (Vector256<float>.Zero, Vector256<float>.Zero);
        var (c4a, c4b) = (Vector256<float>.Zero, Vector256<float>.Zero);
        var (c5a, c5b) = (Vector256<float>.Zero, Vector256<float>.Zero);
        for (var end = places + depth; places < end; places++)
        {
            var at = a + *places;
            var ba = Vector256.Load(panel);
            var bb = Vector256.Load(panel + 8);
            var x0 = Vector256.Create(*at);
            c0a = Vector256.FusedMultiplyAdd(x0, ba, c0a);
            c0b = Vector256.FusedMultiplyAdd(x0, bb, c0b);
            var x1 = Vector256.Create(at[r1]);
            c1a = Vector256.FusedMultiplyAdd(x1, ba, c1a);
            c1b = Vector256.FusedMultiplyAdd(x1, bb, c1b);
            var x2 = Vector256.Create(at[r2]);
            c2a = Vector256.FusedMultiplyAdd(x2, ba, c2a);
            c2b = Vector256.FusedMultiplyAdd(x2, bb, c2b);
            var x3 = Vector256.Create(at[r3]);
            c3a = Vector256.FusedMultiplyAdd(x3, ba, c3a);
            c3b = Vector256.FusedMultiplyAdd(x3, bb, c3b);
            var x4 = Vector256.Create(at[r4]);
            c4a = Vector256.FusedMultiplyAdd(x4, ba, c4a);
            c4b = Vector256.FusedMultiplyAdd(x4, bb, c4b);
            var x5 = Vector256.Create(at[r5]);
            c5a = Vector256.FusedMultiplyAdd(x5, ba, c5a);
            c5b = Vector256.FusedMultiplyAdd(x5, bb, c5b);
            panel += 16;
        }

        c0a.Store(to);
        c0b.Store(to + 8);
        c1a.Store(to + 16);
        c1b.Store(to + 24);
        c2a.Store(to + 32);
        c2b.Store(to + 40);
        c3a.Store(to + 48);
        c3b.Store(to + 56);
        c4a.Store(to + 64);
        c4b.Store(to + 72);
        c5a.Store(to + 80);
        c5b.Store(to + 88);
    }

    /// <summary>2 rows of 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows2(int depth, float* a, int* rows, int* places, float* panel, float* to)
    {
        a += rows[0];
        nint r1 = rows[1] - rows[0];
        var (c0a, c0b) = (Vector256<float>.Zero, Vector256<float>.Zero);
        var (c1a, c1b) = (Vector256<float>.Zero, Vector256<float>.Zero);
        for (var end = places + depth; places < end; places++)
        {
            var at = a + *places;
            var ba = Vector256.Load(panel);
            var bb = Vector256.Load(panel + 8);
            var x0 = Vector256.Create(*at);
            c0a = Vector256.FusedMultiplyAdd(x0, ba, c0a);
            c0b = Vector256.FusedMultiplyAdd(x0, bb, c0b);
            var x1 = Vector256.Create(at[r1]);
            c1a = Vector256.FusedMultiplyAdd(x1, ba, c1a);
            c1b = Vector256.FusedMultiplyAdd(x1, bb, c1b);
            panel += 16;
        }

        c0a.Store(to);
        c0b.Store(to + 8);
        c1a.Store(to + 16);
        c1b.Store(to + 24);
    }

    /// <summary>1 row of 16.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows1(int depth, float* a, int* rows, int* places, float* panel, float* to)
    {
        a += rows[0];
        var (c0a, c0b) = (Vector256<float>.Zero, Vector256<float>.Zero);
        for (var end = places + depth; places < end; places++)
        {
            var at = a + *places;
            var ba = Vector256.Load(panel);
            var bb = Vector256.Load(panel + 8);
            var x0 = Vector256.Create(*at);
            c0a = Vector256.FusedMultiplyAdd(x0, ba, c0a);
            c0b = Vector256.FusedMultiplyAdd(x0, bb, c0b);
            panel += 16;
        }

        c0a.Store(to);
        c0b.Store(to + 8);
    }
}
