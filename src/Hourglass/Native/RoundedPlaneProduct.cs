namespace Hourglass.Native;

/// <summary>The windows of whole planes as columns of a product in bfloat16: each place of the windows is a line of the planes, rounded.</summary>
internal sealed unsafe class RoundedPlaneProduct(Bfloat16Product product, Planes planes, int rows, int lines, int columns, int[] offsets)
    : PlaneProduct(planes, rows, lines, columns, offsets)
{
    /// <summary>With fewer places, rounding would take as long as multiplying.</summary>
    private const int FewestPlaces = 32;

    /// <summary>With fewer rows, most of the processor's tile would be empty.</summary>
    private const int FewestRows = 16;

    /// <inheritdoc/>
    public override long WeightNumbers => Bfloat16Product.Numbers((long)Rows * Offsets.Length);

    /// <inheritdoc/>
    public override long ScratchNumbers => Bfloat16Product.Numbers((long)Offsets.Length * Stride);

    /// <summary>Numbers from place to place.</summary>
    private int Stride => Kernel.WholePanels(Columns(MapPlanes.Examples));

    /// <summary>Whether such a product is worth rounding its operands.</summary>
    public static bool IsWorth(int rows, int places) => rows >= FewestRows && places >= FewestPlaces;

    /// <inheritdoc/>
    public override float* Prepare(float* matrix, float* room)
    {
        RoundOperation.Round(matrix, Rows * Offsets.Length, (ushort*)room);
        return room;
    }

    /// <inheritdoc/>
    public override void Run(float* matrix, float* planes, int examples, float* results, float* scratch)
    {
        var rounded = (ushort*)scratch;
        var (depth, count, stride) = (Offsets.Length, Columns(examples), Stride);
        RoundPlaces(planes, Offsets, count, rounded, stride);
        product.Multiply(
            Operand.RowMajor(results, Grid.ImageStride),
            new RoundedMatrix((ushort*)matrix, Hourglass.Native.Rows.Fixed(Rows), depth),
            new RoundedMatrix(rounded, Hourglass.Native.Rows.Fixed(depth), stride),
            Rows,
            count,
            depth,
            accumulate: false);
    }

    /// <summary>Rounds the lines that the places of windows are.</summary>
    /// <param name="planes">The maps, laid out.</param>
    /// <param name="offsets">Where each place begins in them.</param>
    /// <param name="count">Numbers of a line.</param>
    /// <param name="to">Where to, line after line.</param>
    /// <param name="stride">Numbers from line to line.</param>
    public static void RoundPlaces(float* planes, int[] offsets, int count, ushort* to, int stride)
    {
        foreach (var offset in offsets)
        {
            RoundOperation.Round(planes + offset, count, to);
            to += stride;
        }
    }
}
