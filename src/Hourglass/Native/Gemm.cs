namespace Hourglass.Native;

/// <summary>
/// Matrix products on one thread (Goto and van de Geijn, 2008, without their outer blocking: a layer's panel fits the second cache). One operand is read
/// where it lies, number by number; the other is packed into panels as wide as the kernel. Every element is summed in the order of k, whatever part
/// of the product is asked for, so that results do not depend on how threads divide the work.
/// </summary>
internal static unsafe class Gemm
{
    /// <summary>Where a panel would leave the second cache, k is cut.</summary>
    private const int LongestPanel = 4096;

    /// <summary>What copying a number into a panel costs, in thousandths of multiplying two vectors by a number.</summary>
    private const int CopyCost = 50;

    /// <summary>What transposing a number into a panel costs.</summary>
    private const int TransposeCost = 125;

    /// <summary>What storing a number of the result transposed costs more than storing it as it is.</summary>
    private const int TransposedStoreCost = 125;

    /// <summary>Numbers of scratch memory that a thread needs for products whose inner dimension is at most so long.</summary>
    public static int Scratch(int depth) => (Math.Min(depth, LongestPanel) * Kernel.Widest) + Kernel.LargestTile;

    /// <summary>C = A B, or C += A B.</summary>
    /// <param name="c">Rows of C; its columns lie side by side.</param>
    /// <param name="a"><c>[rows, depth]</c>.</param>
    /// <param name="b"><c>[depth, columns]</c>.</param>
    /// <param name="rows">Rows of C.</param>
    /// <param name="columns">Columns of C.</param>
    /// <param name="depth">The inner dimension.</param>
    /// <param name="accumulate">Whether to add to what is there.</param>
    /// <param name="scratch"><see cref="Scratch"/> numbers, aligned to 64 bytes.</param>
    public static void Multiply(Operand c, Operand a, Operand b, int rows, int columns, int depth, bool accumulate, float* scratch)
    {
        if (rows == 0 || columns == 0)
        {
            return;
        }

        // The transposed product may be cheaper: where its panel is copied and not transposed, or where fewer columns of panels are filled up with zeros.
        if (Cost(c.Transposed, a.Transposed, columns, rows, depth) < Cost(c, b, rows, columns, depth))
        {
            Panels(c.Transposed, b.Transposed, a.Transposed, columns, rows, depth, accumulate, scratch);
        }
        else
        {
            Panels(c, a, b, rows, columns, depth, accumulate, scratch);
        }
    }

    private static long Cost(Operand c, Operand b, int rows, int columns, int depth)
    {
        var wide = (long)Kernel.WholePanels(columns);
        var multiply = 1000 * (wide / Kernel.Width) * depth * (rows + (rows & 1));
        var pack = wide * depth * (b.ColumnStride == 1 ? CopyCost : TransposeCost);
        return multiply + pack + (c.ColumnStride == 1 ? 0 : (long)rows * columns * TransposedStoreCost);
    }

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
        for (var k = 0; k < depth; k += LongestPanel)
        {
            var length = Math.Min(LongestPanel, depth - k);
            for (var column = 0; column < columns; column += width)
            {
                var wide = Math.Min(width, columns - column);
                Packing.Pack(b.From(k, column), length, wide, width, panel);
                var straight = c.ColumnStride == 1 && wide == width && !accumulate && k == 0;
                for (var row = 0; row < rows;)
                {
                    if (straight)
                    {
                        row += Kernel.Run(rows - row, length, a.From(row, k), new PanelLines(panel), c.From(row, column).Data, c.RowStride);
                        continue;
                    }

                    var high = Kernel.Run(rows - row, length, a.From(row, k), new PanelLines(panel), tile, width);
                    Tiles.Store(c.From(row, column), tile, high, wide, width, accumulate || k > 0);
                    row += high;
                }
            }
        }
    }
}
