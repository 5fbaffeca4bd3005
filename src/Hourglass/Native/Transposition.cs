using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Hourglass.Native;

/// <summary>
/// Copies a matrix with rows and columns exchanged, in registers: four numbers of each row go into the quarters of a vector, four such
/// vectors are turned quarter by quarter, and what comes out are four rows of the result, as many numbers at once as rows were read.
/// </summary>
internal static unsafe class Transposition
{
    /// <summary>Copies element (row, column) to place (column, row).</summary>
    /// <param name="from">The matrix.</param>
    /// <param name="fromStride">Numbers from row to row.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="to">The result.</param>
    /// <param name="toStride">Numbers from row to row of the result.</param>
    public static void Copy(float* from, nint fromStride, int rows, int columns, float* to, nint toStride)
    {
        var whole = columns & ~3;
        var row = 0;
        if (Avx512F.IsSupported)
        {
            for (; row <= rows - 16; row += 16)
            {
                Rows16(from + (row * fromStride), fromStride, whole, to + row, toStride);
            }
        }

        if (Avx.IsSupported)
        {
            for (; row <= rows - 8; row += 8)
            {
                Rows8(from + (row * fromStride), fromStride, whole, to + row, toStride);
            }
        }

        for (; row <= rows - 4; row += 4)
        {
            Rows4(from + (row * fromStride), fromStride, whole, to + row, toStride);
        }

        for (var some = whole < columns ? 0 : row; some < rows; some++)
        {
            One(from + (some * fromStride), some < row ? whole : 0, columns, to + some, toStride);
        }
    }

    /// <summary>Exchanges rows and columns of four vectors.</summary>
    public static void Turn(ref Vector128<float> r0, ref Vector128<float> r1, ref Vector128<float> r2, ref Vector128<float> r3)
    {
        var (a, b) = (Packing.UnpackLow(r0, r1), Packing.UnpackHigh(r0, r1));
        var (c, d) = (Packing.UnpackLow(r2, r3), Packing.UnpackHigh(r2, r3));
        (r0, r1) = (Vector128.Create(a.GetLower(), c.GetLower()), Vector128.Create(a.GetUpper(), c.GetUpper()));
        (r2, r3) = (Vector128.Create(b.GetLower(), d.GetLower()), Vector128.Create(b.GetUpper(), d.GetUpper()));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows16(float* from, nint fromStride, int columns, float* to, nint toStride)
    {
        var second = from + (4 * fromStride);
        var third = from + (8 * fromStride);
        var fourth = from + (12 * fromStride);
        for (var column = 0; column < columns; column += 4, to += 4 * toStride)
        {
            var r0 = Quarters(from + column, second + column, third + column, fourth + column, 0);
            var r1 = Quarters(from + column, second + column, third + column, fourth + column, fromStride);
            var r2 = Quarters(from + column, second + column, third + column, fourth + column, 2 * fromStride);
            var r3 = Quarters(from + column, second + column, third + column, fourth + column, 3 * fromStride);
            var (a, b) = (Avx512F.UnpackLow(r0, r1).AsDouble(), Avx512F.UnpackHigh(r0, r1).AsDouble());
            var (c, d) = (Avx512F.UnpackLow(r2, r3).AsDouble(), Avx512F.UnpackHigh(r2, r3).AsDouble());
            Avx512F.UnpackLow(a, c).AsSingle().Store(to);
            Avx512F.UnpackHigh(a, c).AsSingle().Store(to + toStride);
            Avx512F.UnpackLow(b, d).AsSingle().Store(to + (2 * toStride));
            Avx512F.UnpackHigh(b, d).AsSingle().Store(to + (3 * toStride));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows8(float* from, nint fromStride, int columns, float* to, nint toStride)
    {
        var second = from + (4 * fromStride);
        for (var column = 0; column < columns; column += 4, to += 4 * toStride)
        {
            var r0 = Halves(from + column, second + column, 0);
            var r1 = Halves(from + column, second + column, fromStride);
            var r2 = Halves(from + column, second + column, 2 * fromStride);
            var r3 = Halves(from + column, second + column, 3 * fromStride);
            var (a, b) = (Avx.UnpackLow(r0, r1).AsDouble(), Avx.UnpackHigh(r0, r1).AsDouble());
            var (c, d) = (Avx.UnpackLow(r2, r3).AsDouble(), Avx.UnpackHigh(r2, r3).AsDouble());
            Avx.UnpackLow(a, c).AsSingle().Store(to);
            Avx.UnpackHigh(a, c).AsSingle().Store(to + toStride);
            Avx.UnpackLow(b, d).AsSingle().Store(to + (2 * toStride));
            Avx.UnpackHigh(b, d).AsSingle().Store(to + (3 * toStride));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rows4(float* from, nint fromStride, int columns, float* to, nint toStride)
    {
        for (var column = 0; column < columns; column += 4, to += 4 * toStride)
        {
            var (r0, r1) = (Vector128.Load(from + column), Vector128.Load(from + column + fromStride));
            var (r2, r3) = (Vector128.Load(from + column + (2 * fromStride)), Vector128.Load(from + column + (3 * fromStride)));
            Turn(ref r0, ref r1, ref r2, ref r3);
            r0.Store(to);
            r1.Store(to + toStride);
            r2.Store(to + (2 * toStride));
            r3.Store(to + (3 * toStride));
        }
    }

    private static void One(float* from, int column, int columns, float* to, nint toStride)
    {
        for (to += column * toStride; column < columns; column++, to += toStride)
        {
            *to = from[column];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Quarters(float* first, float* second, float* third, float* fourth, nint at) =>
        Vector512.Create(Halves(first, second, at), Halves(third, fourth, at));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Halves(float* first, float* second, nint at) =>
        Vector256.Create(Vector128.Load(first + at), Vector128.Load(second + at));
}
