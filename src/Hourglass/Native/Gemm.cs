namespace Hourglass.Native;

/// <summary>
/// Matrix products on one thread (Goto and van de Geijn, 2008, without their outer blocking: a layer's panel fits the second cache). One
/// operand is read where it lies, number by number; of the other, lines are read where they lie or out of packed panels as wide as the
/// kernel. Every element is summed in one <see cref="SumOrder"/>, whatever part of the product is asked for, so that results do not depend
/// on how threads divide the work.
/// </summary>
internal static unsafe class Gemm
{
    /// <summary>Where a panel would leave the second cache, k is cut.</summary>
    private const int LongestPanel = 4096;

    /// <summary>What copying a number into a panel costs, in thousandths of multiplying two vectors by a number.</summary>
    private const int CopyCost = 80;

    /// <summary>What transposing a number into a panel costs.</summary>
    private const int TransposeCost = 250;

    /// <summary>What storing a number of the result transposed costs more than storing it as it is.</summary>
    private const int TransposedStoreCost = 125;

    /// <summary>Lines so many bytes apart, or a multiple, meet in the same places of the caches.</summary>
    private const int Aliasing = 4096;

    /// <summary>What reading such lines costs more, per cent.</summary>
    private const int AliasingCost = 12;

    /// <summary>Numbers of scratch memory that a thread needs for a product.</summary>
    public static long Scratch(int rows, int columns, int depth) =>
        Kernel.LargestTile
        + Math.Max((long)Math.Min(depth, LongestPanel) * Kernel.Widest, DotProduct.Scratch(Math.Max(rows, columns), depth));

    /// <summary>How the elements of a product are best summed, judged by all of it.</summary>
    /// <param name="a"><c>[rows, depth]</c>.</param>
    /// <param name="b"><c>[depth, columns]</c>.</param>
    /// <param name="rows">Rows of the product.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="depth">The inner dimension.</param>
    public static SumOrder OrderOf(Operand a, Operand b, int rows, int columns, int depth)
    {
        var c = Operand.RowMajor(null, columns);
        var panels = Math.Min(Cost(c, b, rows, columns, depth), Cost(c.Transposed, a.Transposed, columns, rows, depth));
        return DotProduct.Takes(a, b, columns, depth) && DotProduct.Cost(rows, columns, depth) < panels
            ? SumOrder.InLanes
            : SumOrder.InTurn;
    }

    /// <summary>C = A B, or C += A B.</summary>
    /// <param name="c"><c>[rows, columns]</c>.</param>
    /// <param name="a"><c>[rows, depth]</c>.</param>
    /// <param name="b"><c>[depth, columns]</c>.</param>
    /// <param name="rows">Rows of C.</param>
    /// <param name="columns">Columns of C.</param>
    /// <param name="depth">The inner dimension.</param>
    /// <param name="accumulate">Whether to add to what is there.</param>
    /// <param name="order">How elements are summed.</param>
    /// <param name="scratch"><see cref="Scratch"/> numbers, aligned to 64 bytes.</param>
    public static void Multiply(
        Operand c,
        Operand a,
        Operand b,
        int rows,
        int columns,
        int depth,
        bool accumulate,
        SumOrder order,
        float* scratch)
    {
        if (rows == 0 || columns == 0)
        {
            return;
        }

        if (order == SumOrder.InLanes)
        {
            DotProduct.Multiply(c, a, b, rows, columns, depth, accumulate, scratch);
        }
        else if (Cost(c.Transposed, a.Transposed, columns, rows, depth) < Cost(c, b, rows, columns, depth))
        {
            // The transposed product may be cheaper: where its lines need not be transposed, or where fewer columns of panels are filled up
            // with zeros.
            Panels(c.Transposed, b.Transposed, a.Transposed, columns, rows, depth, accumulate, scratch);
        }
        else
        {
            Panels(c, a, b, rows, columns, depth, accumulate, scratch);
        }
    }

    private static long Cost(Operand c, Operand b, int rows, int columns, int depth)
    {
        var lines = LinesCost(b, rows, depth);
        var whole = columns / Kernel.Width * (Kernel.RowsCost(rows) + Math.Min(lines, PackCost(b)));
        var rest = columns % Kernel.Width > 0 ? Kernel.RowsCost(rows) + PackCost(b) : 0;
        return ((whole + rest) * depth) + (c.ColumnStride == 1 ? 0 : (long)rows * columns * TransposedStoreCost);
    }

    /// <summary>What packing a line of a panel costs.</summary>
    private static long PackCost(Operand b) => Kernel.Width * (b.ColumnStride == 1 ? CopyCost : TransposeCost);

    /// <summary>What reading a line where it lies costs; far too much where it does not lie side by side.</summary>
    private static long LinesCost(Operand b, int rows, int depth) =>
        b.ColumnStride != 1 ? int.MaxValue
            : depth > 1 && b.RowStride * sizeof(float) % Aliasing == 0 ? Kernel.RowsCost(rows) * AliasingCost / 100
            : 0;

    private static void Panels(Operand c, Operand a, Operand b, int rows, int columns, int depth, bool accumulate, float* scratch)
    {
        if (depth == 0)
        {
            Tiles.Clear(c, rows, columns, accumulate);
            return;
        }

        var width = Kernel.Width;
        var tile = scratch;
        var panel = scratch + Kernel.LargestTile;
        var placed = LinesCost(b, rows, depth) < PackCost(b);
        for (var k = 0; k < depth; k += LongestPanel)
        {
            var length = Math.Min(LongestPanel, depth - k);
            for (var column = 0; column < columns; column += width)
            {
                var wide = Math.Min(width, columns - column);
                var (left, into, lines) = (a.From(0, k), c.From(0, column), b.From(k, column));
                if (placed && wide == width)
                {
                    Panel(into, left, new StridedLines(lines.Data, lines.RowStride), rows, wide, length, accumulate || k > 0, tile);
                }
                else
                {
                    Packing.Pack(lines, length, wide, width, panel);
                    Panel(into, left, new PanelLines(panel), rows, wide, length, accumulate || k > 0, tile);
                }
            }
        }
    }

    /// <summary>A product with as many columns as the kernel, or fewer.</summary>
    private static void Panel<TLines>(Operand c, Operand a, TLines lines, int rows, int columns, int depth, bool accumulate, float* tile)
        where TLines : struct, ILines
    {
        var straight = c.ColumnStride == 1 && columns == Kernel.Width && !accumulate;
        for (var row = 0; row < rows;)
        {
            if (straight)
            {
                row += Kernel.Run(rows - row, depth, a.From(row, 0), lines, c.From(row, 0).Data, c.RowStride);
                continue;
            }

            var high = Kernel.Run(rows - row, depth, a.From(row, 0), lines, tile, Kernel.Width);
            Tiles.Store(c.From(row, 0), tile, high, columns, Kernel.Width, accumulate);
            row += high;
        }
    }
}
