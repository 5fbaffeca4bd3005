using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Hourglass.Native;

/// <summary>
/// The kernels of <see cref="Kernel512"/> for an operand whose element (row, k) lies at <c>a[rows[row] + places[k]]</c>: windows of maps,
/// read where they lie.
/// </summary>
internal static unsafe class WindowKernel512
{
    /// <summary>12 rows of 32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows12(int depth, float* a, int* rows, int* places, float* panel, float* to)
    {
        a += rows[0];
        nint r1 = rows[1] - rows[0];
        nint r2 = rows[2] - rows[0];
        nint r3 = rows[3] - rows[0];
        nint r4 = rows[4] - rows[0];
        nint r5 = rows[5] - rows[0];
        nint r6 = rows[6] - rows[0];
        nint r7 = rows[7] - rows[0];
        nint r8 = rows[8] - rows[0];
        nint r9 = rows[9] - rows[0];
        nint r10 = rows[10] - rows[0];
        nint r11 = rows[11] - rows[0];
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
        for (var end = places + depth; places < end; places++)
        {
            var at = a + *places;
            var ba = Vector512.Load(panel);
            var bb = Vector512.Load(panel + 16);
            var x0 = Vector512.Create(*at);
            c0a = Vector512.FusedMultiplyAdd(x0, ba, c0a);
            c0b = Vector512.FusedMultiplyAdd(x0, bb, c0b);
            var x1 = Vector512.Create(at[r1]);
            c1a = Vector512.FusedMultiplyAdd(x1, ba, c1a);
            c1b = Vector512.FusedMultiplyAdd(x1, bb, c1b);
            var x2 = Vector512.Create(at[r2]);
            c2a = Vector512.FusedMultiplyAdd(x2, ba, c2a);
            c2b = Vector512.FusedMultiplyAdd(x2, bb, c2b);
            var x3 = Vector512.Create(at[r3]);
            c3a = Vector512.FusedMultiplyAdd(x3, ba, c3a);
            c3b = Vector512.FusedMultiplyAdd(x3, bb, c3b);
            var x4 = Vector512.Create(at[r4]);
            c4a = Vector512.FusedMultiplyAdd(x4, ba, c4a);
            c4b = Vector512.FusedMultiplyAdd(x4, bb, c4b);
            var x5 = Vector512.Create(at[r5]);
            c5a = Vector512.FusedMultiplyAdd(x5, ba, c5a);
            c5b = Vector512.FusedMultiplyAdd(x5, bb, c5b);
            var x6 = Vector512.Create(at[r6]);
            c6a = Vector512.FusedMultiplyAdd(x6, ba, c6a);
            c6b = Vector512.FusedMultiplyAdd(x6, bb, c6b);
            var x7 = Vector512.Create(at[r7]);
            c7a = Vector512.FusedMultiplyAdd(x7, ba, c7a);
            c7b = Vector512.FusedMultiplyAdd(x7, bb, c7b);
            var x8 = Vector512.Create(at[r8]);
            c8a = Vector512.FusedMultiplyAdd(x8, ba, c8a);
            c8b = Vector512.FusedMultiplyAdd(x8, bb, c8b);
            var x9 = Vector512.Create(at[r9]);
            c9a = Vector512.FusedMultiplyAdd(x9, ba, c9a);
            c9b = Vector512.FusedMultiplyAdd(x9, bb, c9b);
            var x10 = Vector512.Create(at[r10]);
            c10a = Vector512.FusedMultiplyAdd(x10, ba, c10a);
            c10b = Vector512.FusedMultiplyAdd(x10, bb, c10b);
            var x11 = Vector512.Create(at[r11]);
            c11a = Vector512.FusedMultiplyAdd(x11, ba, c11a);
            c11b = Vector512.FusedMultiplyAdd(x11, bb, c11b);
            panel += 32;
        }

        c0a.Store(to);
        c0b.Store(to + 16);
        c1a.Store(to + 32);
        c1b.Store(to + 48);
        c2a.Store(to + 64);
        c2b.Store(to + 80);
        c3a.Store(to + 96);
        c3b.Store(to + 112);
        c4a.Store(to + 128);
        c4b.Store(to + 144);
        c5a.Store(to + 160);
        c5b.Store(to + 176);
        c6a.Store(to + 192);
        c6b.Store(to + 208);
        c7a.Store(to + 224);
        c7b.Store(to + 240);
        c8a.Store(to + 256);
        c8b.Store(to + 272);
        c9a.Store(to + 288);
        c9b.Store(to + 304);
        c10a.Store(to + 320);
        c10b.Store(to + 336);
        c11a.Store(to + 352);
        c11b.Store(to + 368);
    }

    /// <summary>8 rows of 32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows8(int depth, float* a, int* rows, int* places, float* panel, float* to)
    {
        a += rows[0];
        nint r1 = rows[1] - rows[0];
        nint r2 = rows[2] - rows[0];
        nint r3 = rows[3] - rows[0];
        nint r4 = rows[4] - rows[0];
        nint r5 = rows[5] - rows[0];
        nint r6 = rows[6] - rows[0];
        nint r7 = rows[7] - rows[0];
        var (c0a, c0b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c1a, c1b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c2a, c2b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c3a, c3b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c4a, c4b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c5a, c5b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c6a, c6b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c7a, c7b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        for (var end = places + depth; places < end; places++)
        {
            var at = a + *places;
            var ba = Vector512.Load(panel);
            var bb = Vector512.Load(panel + 16);
            var x0 = Vector512.Create(*at);
            c0a = Vector512.FusedMultiplyAdd(x0, ba, c0a);
            c0b = Vector512.FusedMultiplyAdd(x0, bb, c0b);
            var x1 = Vector512.Create(at[r1]);
            c1a = Vector512.FusedMultiplyAdd(x1, ba, c1a);
            c1b = Vector512.FusedMultiplyAdd(x1, bb, c1b);
            var x2 = Vector512.Create(at[r2]);
            c2a = Vector512.FusedMultiplyAdd(x2, ba, c2a);
            c2b = Vector512.FusedMultiplyAdd(x2, bb, c2b);
            var x3 = Vector512.Create(at[r3]);
            c3a = Vector512.FusedMultiplyAdd(x3, ba, c3a);
            c3b = Vector512.FusedMultiplyAdd(x3, bb, c3b);
            var x4 = Vector512.Create(at[r4]);
            c4a = Vector512.FusedMultiplyAdd(x4, ba, c4a);
            c4b = Vector512.FusedMultiplyAdd(x4, bb, c4b);
            var x5 = Vector512.Create(at[r5]);
            c5a = Vector512.FusedMultiplyAdd(x5, ba, c5a);
            c5b = Vector512.FusedMultiplyAdd(x5, bb, c5b);
            var x6 = Vector512.Create(at[r6]);
            c6a = Vector512.FusedMultiplyAdd(x6, ba, c6a);
            c6b = Vector512.FusedMultiplyAdd(x6, bb, c6b);
            var x7 = Vector512.Create(at[r7]);
            c7a = Vector512.FusedMultiplyAdd(x7, ba, c7a);
            c7b = Vector512.FusedMultiplyAdd(x7, bb, c7b);
            panel += 32;
        }

        c0a.Store(to);
        c0b.Store(to + 16);
        c1a.Store(to + 32);
        c1b.Store(to + 48);
        c2a.Store(to + 64);
        c2b.Store(to + 80);
        c3a.Store(to + 96);
        c3b.Store(to + 112);
        c4a.Store(to + 128);
        c4b.Store(to + 144);
        c5a.Store(to + 160);
        c5b.Store(to + 176);
        c6a.Store(to + 192);
        c6b.Store(to + 208);
        c7a.Store(to + 224);
        c7b.Store(to + 240);
    }

    /// <summary>4 rows of 32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows4(int depth, float* a, int* rows, int* places, float* panel, float* to)
    {
        a += rows[0];
        nint r1 = rows[1] - rows[0];
        nint r2 = rows[2] - rows[0];
        nint r3 = rows[3] - rows[0];
        var (c0a, c0b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c1a, c1b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c2a, c2b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c3a, c3b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        for (var end = places + depth; places < end; places++)
        {
            var at = a + *places;
            var ba = Vector512.Load(panel);
            var bb = Vector512.Load(panel + 16);
            var x0 = Vector512.Create(*at);
            c0a = Vector512.FusedMultiplyAdd(x0, ba, c0a);
            c0b = Vector512.FusedMultiplyAdd(x0, bb, c0b);
            var x1 = Vector512.Create(at[r1]);
            c1a = Vector512.FusedMultiplyAdd(x1, ba, c1a);
            c1b = Vector512.FusedMultiplyAdd(x1, bb, c1b);
            var x2 = Vector512.Create(at[r2]);
            c2a = Vector512.FusedMultiplyAdd(x2, ba, c2a);
            c2b = Vector512.FusedMultiplyAdd(x2, bb, c2b);
            var x3 = Vector512.Create(at[r3]);
            c3a = Vector512.FusedMultiplyAdd(x3, ba, c3a);
            c3b = Vector512.FusedMultiplyAdd(x3, bb, c3b);
            panel += 32;
        }

        c0a.Store(to);
        c0b.Store(to + 16);
        c1a.Store(to + 32);
        c1b.Store(to + 48);
        c2a.Store(to + 64);
        c2b.Store(to + 80);
        c3a.Store(to + 96);
        c3b.Store(to + 112);
    }

    /// <summary>2 rows of 32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows2(int depth, float* a, int* rows, int* places, float* panel, float* to)
    {
        a += rows[0];
        nint r1 = rows[1] - rows[0];
        var (c0a, c0b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        var (c1a, c1b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        for (var end = places + depth; places < end; places++)
        {
            var at = a + *places;
            var ba = Vector512.Load(panel);
            var bb = Vector512.Load(panel + 16);
            var x0 = Vector512.Create(*at);
            c0a = Vector512.FusedMultiplyAdd(x0, ba, c0a);
            c0b = Vector512.FusedMultiplyAdd(x0, bb, c0b);
            var x1 = Vector512.Create(at[r1]);
            c1a = Vector512.FusedMultiplyAdd(x1, ba, c1a);
            c1b = Vector512.FusedMultiplyAdd(x1, bb, c1b);
            panel += 32;
        }

        c0a.Store(to);
        c0b.Store(to + 16);
        c1a.Store(to + 32);
        c1b.Store(to + 48);
    }

    /// <summary>1 row of 32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Rows1(int depth, float* a, int* rows, int* places, float* panel, float* to)
    {
        a += rows[0];
        var (c0a, c0b) = (Vector512<float>.Zero, Vector512<float>.Zero);
        for (var end = places + depth; places < end; places++)
        {
            var at = a + *places;
            var ba = Vector512.Load(panel);
            var bb = Vector512.Load(panel + 16);
            var x0 = Vector512.Create(*at);
            c0a = Vector512.FusedMultiplyAdd(x0, ba, c0a);
            c0b = Vector512.FusedMultiplyAdd(x0, bb, c0b);
            panel += 32;
        }

        c0a.Store(to);
        c0b.Store(to + 16);
    }
}
