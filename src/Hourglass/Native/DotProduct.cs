using System.Runtime.Intrinsics;

namespace Hourglass.Native;

/// <summary>
/// Products whose operands both lie side by side along the inner dimension, such as a batch times the transposed weights of a layer:
/// neither is packed or transposed, which is what few rows would hardly repay. A few rows of the right operand's transposed matrix stay in
/// the first cache while all rows of the left one pass.
/// </summary>
internal static unsafe class DotProduct
{
    /// <summary>Rows of a kernel.</summary>
    private const int Rows = 3;

    /// <summary>Numbers of the left operand that pass again and again, so that they stay in the second cache.</summary>
    private const int Block = 1 << 16;

    /// <summary>What summing the vector of an element costs, in thousandths of multiplying two vectors by a number.</summary>
    private const int SumCost = 5000;

    /// <summary>Columns of a kernel.</summary>
    private static int Columns => Vector512.IsHardwareAccelerated ? 8 : 4;

    /// <summary>Numbers that are multiplied at once.</summary>
    private static int Lanes => Vector512.IsHardwareAccelerated ? Vector512<float>.Count : Vector256<float>.Count;

    /// <summary>Whether operands lie as they must.</summary>
    public static bool Takes(Operand a, Operand b, int columns, int depth) =>
        a.ColumnStride == 1 && b.RowStride == 1 && columns >= Columns && depth >= Lanes;

    /// <summary>What a product costs, as <see cref="Gemm"/> counts.</summary>
    public static long Cost(int rows, int columns, int depth) => (long)rows * columns * ((500L * ((depth + Lanes - 1) / Lanes)) + SumCost);

    /// <summary>Numbers of scratch memory for a product.</summary>
    public static long Scratch(int rows, int depth) => depth < Lanes ? 0 : (long)Math.Min(rows, RowsOfBlock(depth)) * Lanes;

    /// <summary>C = A B, or C += A B; see <see cref="Gemm.Multiply"/>.</summary>
    public static void Multiply(Operand c, Operand a, Operand b, int rows, int columns, int depth, bool accumulate, float* scratch)
    {
        var tile = scratch;
        var tails = scratch + Kernel.LargestTile;
        var high = RowsOfBlock(depth);
        for (var row = 0; row < rows; row += high)
        {
            var count = Math.Min(high, rows - row);
            var left = a.From(row, 0);
            Tails(left, count, depth, tails);
            for (var column = 0; column < columns; column += Columns)
            {
                // The last kernel takes columns again that the one before has taken.
                var first = Math.Min(column, columns - Columns);
                Strip(c.From(row, column), left, tails, b.From(0, first), count, column - first, depth, accumulate, tile);
            }
        }
    }

    private static int RowsOfBlock(int depth) => Math.Max(1, Block / depth / Rows) * Rows;

    /// <summary>All rows times as many columns as the kernel takes.</summary>
    private static void Strip(Operand c, Operand a, float* tails, Operand b, int rows, int skipped, int depth, bool accumulate, float* tile)
    {
        var straight = c.ColumnStride == 1 && !accumulate && skipped == 0;
        for (var row = 0; row < rows;)
        {
            var into = c.From(row, 0);
            var to = straight ? into.Data : tile;
            var stride = straight ? into.RowStride : Columns;
            var high = Run(rows - row, depth, a.From(row, 0), tails + ((nint)row * Lanes), b, to, stride);
            if (!straight)
            {
                Tiles.Store(into, tile + skipped, high, Columns - skipped, Columns, accumulate);
            }

            row += high;
        }
    }

    private static int Run(int rows, int depth, Operand a, float* tails, Operand b, float* to, nint stride)
    {
        var high = rows >= Rows ? Rows : 1;
        switch (high, Vector512.IsHardwareAccelerated)
        {
            case (Rows, true):
                DotKernel512.Rows3(depth, a.Data, a.RowStride, tails, b.Data, b.ColumnStride, to, stride);
                break;
            case (Rows, false):
                DotKernel256.Rows3(depth, a.Data, a.RowStride, tails, b.Data, b.ColumnStride, to, stride);
                break;
            case (_, true):
                DotKernel512.Rows1(depth, a.Data, a.RowStride, tails, b.Data, b.ColumnStride, to);
                break;
            default:
                DotKernel256.Rows1(depth, a.Data, a.RowStride, tails, b.Data, b.ColumnStride, to);
                break;
        }

        return high;
    }

    /// <summary>The last vector of each row, what whole vectors have taken already as zeros.</summary>
    private static void Tails(Operand a, int rows, int depth, float* tails)
    {
        var rest = depth % Lanes;
        for (var row = 0; row < rows && rest > 0; row++, tails += Lanes)
        {
            new Span<float>(tails, Lanes - rest).Clear();
            new ReadOnlySpan<float>(a.From(row, depth - rest).Data, rest).CopyTo(new Span<float>(tails + Lanes - rest, rest));
        }
    }
}
