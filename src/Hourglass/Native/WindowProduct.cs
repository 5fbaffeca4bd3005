namespace Hourglass.Native;

/// <summary>A matrix times the windows of maps: the inner loop of a convolution and of its adjoint, without the windows ever being copied out.</summary>
internal sealed unsafe class WindowProduct
{
    private readonly Planes _planes;
    private readonly int[] _offsets;

    /// <param name="planes">How maps lie.</param>
    /// <param name="offsets">Where each place of the windows begins in them: the product's inner dimension.</param>
    public WindowProduct(Planes planes, int[] offsets) => (_planes, _offsets) = (planes, offsets);

    /// <summary>Numbers of scratch memory.</summary>
    public long Scratch => ((long)_offsets.Length * Kernel.Widest) + Kernel.LargestTile;

    /// <summary>Computes <paramref name="columns"/> columns of the product.</summary>
    /// <param name="left">The matrix, <c>[rows, places]</c>.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="planes">The maps, laid out.</param>
    /// <param name="columns">How many columns.</param>
    /// <param name="image">The result, rows <see cref="Planes.ImageStride"/> apart.</param>
    /// <param name="scratch"><see cref="Scratch"/> numbers.</param>
    public void Run(Operand left, int rows, float* planes, int columns, float* image, float* scratch)
    {
        var (width, stride, depth) = (Kernel.Width, _planes.ImageStride, _offsets.Length);
        var tile = scratch;
        var panel = scratch + Kernel.LargestTile;
        for (var column = 0; column < columns; column += width)
        {
            for (var k = 0; k < depth; k++)
            {
                Packing.Line(planes + _offsets[k] + column, panel + ((nint)k * width), width);
            }

            for (var row = 0; row < rows;)
            {
                var high = Kernel.Run(rows - row, depth, left.From(row, 0), panel, tile);
                for (var r = 0; r < high; r++)
                {
                    Packing.Line(tile + (r * width), image + ((nint)(row + r) * stride) + column, width);
                }

                row += high;
            }
        }
    }
}
