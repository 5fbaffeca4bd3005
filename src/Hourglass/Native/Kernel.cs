using System.Runtime.Intrinsics;

namespace Hourglass.Native;

/// <summary>The kernels of the matrix product for this processor.</summary>
internal static unsafe class Kernel
{
    /// <summary>The widest panel of any processor.</summary>
    public const int Widest = 32;

    /// <summary>Numbers of the largest tile of any processor.</summary>
    public const int LargestTile = 12 * Widest;

    /// <summary>Columns of a panel.</summary>
    public static int Width => Vector512.IsHardwareAccelerated ? 32 : 16;

    /// <summary>Columns of as many whole panels as hold so many.</summary>
    public static int WholePanels(int columns) => (columns + Width - 1) / Width * Width;

    /// <summary>
    /// What a line of the right operand costs with so many rows, in thousandths of multiplying two vectors by a number. Fewer than four
    /// rows wait for their sums as long as four.
    /// </summary>
    public static long RowsCost(int rows) => 1000L * ((rows / 4 * 4) + ((rows & 2) * 2) + ((rows & 1) * 4));

    /// <summary>Multiplies as many rows as a kernel takes.</summary>
    /// <param name="rows">Rows that are left.</param>
    /// <param name="depth">The inner dimension.</param>
    /// <param name="a"><c>[rows, depth]</c>.</param>
    /// <param name="lines">The right operand, <c>[depth, Width]</c>.</param>
    /// <param name="to">The product, <see cref="Width"/> numbers of each row.</param>
    /// <param name="stride">Numbers from row to row of the product.</param>
    /// <returns>How many rows were taken.</returns>
    public static int Run<TLines>(int rows, int depth, Operand a, TLines lines, float* to, nint stride)
        where TLines : struct, ILines
    {
        if (!Vector512.IsHardwareAccelerated)
        {
            switch (rows)
            {
                case >= 6:
                    Kernel256.Rows6(depth, a.Data, a.RowStride, a.ColumnStride, lines, to, stride);
                    return 6;
                case >= 2:
                    Kernel256.Rows2(depth, a.Data, a.RowStride, a.ColumnStride, lines, to, stride);
                    return 2;
                default:
                    Kernel256.Rows1(depth, a.Data, a.RowStride, a.ColumnStride, lines, to, stride);
                    return 1;
            }
        }

        switch (rows)
        {
            case >= 12:
                Kernel512.Rows12(depth, a.Data, a.RowStride, a.ColumnStride, lines, to, stride);
                return 12;
            case >= 8:
                Kernel512.Rows8(depth, a.Data, a.RowStride, a.ColumnStride, lines, to, stride);
                return 8;
            case >= 4:
                Kernel512.Rows4(depth, a.Data, a.RowStride, a.ColumnStride, lines, to, stride);
                return 4;
            case >= 2:
                Kernel512.Rows2(depth, a.Data, a.RowStride, a.ColumnStride, lines, to, stride);
                return 2;
            default:
                Kernel512.Rows1(depth, a.Data, a.RowStride, a.ColumnStride, lines, to, stride);
                return 1;
        }
    }

    /// <summary>
    /// Multiplies as many rows as a kernel takes, where element (row, k) of the left operand lies at <c>a[rows[row] + places[k]]</c>.
    /// </summary>
    /// <param name="count">Rows that are left.</param>
    /// <param name="depth">The inner dimension.</param>
    /// <param name="a">The left operand.</param>
    /// <param name="rows">Where each row begins in it.</param>
    /// <param name="places">What is added for each k.</param>
    /// <param name="panel"><c>[depth, Width]</c>.</param>
    /// <param name="to">The product, <c>[rows, Width]</c>.</param>
    /// <returns>How many rows were taken.</returns>
    public static int RunWindows(int count, int depth, float* a, int* rows, int* places, float* panel, float* to)
    {
        if (!Vector512.IsHardwareAccelerated)
        {
            switch (count)
            {
                case >= 6:
                    WindowKernel256.Rows6(depth, a, rows, places, panel, to);
                    return 6;
                case >= 2:
                    WindowKernel256.Rows2(depth, a, rows, places, panel, to);
                    return 2;
                default:
                    WindowKernel256.Rows1(depth, a, rows, places, panel, to);
                    return 1;
            }
        }

        switch (count)
        {
            case >= 12:
                WindowKernel512.Rows12(depth, a, rows, places, panel, to);
                return 12;
            case >= 8:
                WindowKernel512.Rows8(depth, a, rows, places, panel, to);
                return 8;
            case >= 4:
                WindowKernel512.Rows4(depth, a, rows, places, panel, to);
                return 4;
            case >= 2:
                WindowKernel512.Rows2(depth, a, rows, places, panel, to);
                return 2;
            default:
                WindowKernel512.Rows1(depth, a, rows, places, panel, to);
                return 1;
        }
    }
}
