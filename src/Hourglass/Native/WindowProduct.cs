namespace Hourglass.Native;

/// <summary>
/// A matrix times the windows of maps: the inner loop of a convolution and of its adjoint, without the windows ever being copied out.
/// </summary>
internal abstract unsafe class WindowProduct
{
    /// <summary>What reading and storing across lines of the cache costs, in rows that could be multiplied meanwhile.</summary>
    private const int SplitCost = 2;

    /// <summary>What storing a number transposed costs, in numbers of the inner dimension.</summary>
    private const int TransposedCost = 10;

    private protected WindowProduct(Planes planes, ResultGrid grid, int rows, int[] offsets) =>
        (MapPlanes, Grid, Rows, Offsets) = (planes, grid, rows, offsets);

    /// <summary>How results lie.</summary>
    public ResultGrid Grid { get; }

    /// <summary>Rows of the matrix.</summary>
    public int Rows { get; }

    /// <summary>Numbers of the matrix as the product wants it; none where it takes it as it is.</summary>
    public abstract long WeightNumbers { get; }

    /// <summary>Numbers of the results of a block of examples.</summary>
    public abstract long ResultNumbers { get; }

    /// <summary>How maps lie.</summary>
    private protected Planes MapPlanes { get; }

    /// <summary>Where each place of the windows begins in them: the product's inner dimension.</summary>
    private protected int[] Offsets { get; }

    /// <summary>
    /// Whether windows are better taken one by one, as rows of the product, than as whole planes, as its columns: planes waste what lies
    /// between lines and examples, single windows what a panel has more than the matrix has rows, and their results are stored transposed.
    /// </summary>
    /// <param name="planes">How maps lie.</param>
    /// <param name="lines">Lines of the planes that count.</param>
    /// <param name="columns">Columns of them that count.</param>
    /// <param name="windows">Windows of an example, taken one by one.</param>
    /// <param name="products">Rows and inner dimension of each product over the same planes.</param>
    public static bool PrefersWindows(Planes planes, int lines, int columns, int windows, IEnumerable<(int Rows, int Depth)> products)
    {
        var (whole, single) = (0L, 0L);
        foreach (var (rows, depth) in products)
        {
            whole += (long)Kernel.WholePanels(planes.Columns(planes.Examples, lines, columns)) * (rows + SplitCost) * depth;
            single += (long)planes.Examples * windows * Kernel.WholePanels(rows) * (depth + TransposedCost);
        }

        return single < whole;
    }

    /// <summary>Brings the matrix into the order that the product wants.</summary>
    /// <param name="matrix"><c>[rows, places]</c>.</param>
    /// <param name="room"><see cref="WeightNumbers"/> numbers.</param>
    /// <returns>Where it lies then.</returns>
    public abstract float* Prepare(float* matrix, float* room);

    /// <summary>Computes the product for a block of examples.</summary>
    /// <param name="matrix">The prepared matrix.</param>
    /// <param name="planes">The maps, laid out.</param>
    /// <param name="examples">How many.</param>
    /// <param name="results">Where results go: <see cref="ResultNumbers"/> numbers.</param>
    public abstract void Run(float* matrix, float* planes, int examples, float* results);

    /// <summary>An example's results as they lie in <see cref="Grid"/>.</summary>
    /// <param name="results">Of the block.</param>
    /// <param name="example">Which.</param>
    /// <param name="room">Room for them, where they do not lie so already.</param>
    public abstract float* Example(float* results, int example, float* room);
}

/// <summary>How an example's results of a <see cref="WindowProduct"/> lie.</summary>
/// <param name="LineStride">Numbers from line to line.</param>
/// <param name="ImageStride">Numbers from row to row of the product.</param>
internal readonly record struct ResultGrid(int LineStride, int ImageStride);

/// <summary>The windows of whole planes are columns of the product: what lies between lines and examples is computed along.</summary>
internal sealed unsafe class PlaneProduct(Planes planes, int rows, int lines, int columns, int[] offsets)
    : WindowProduct(planes, new ResultGrid(planes.Width, Kernel.WholePanels(planes.Stride)), rows, offsets)
{
    /// <inheritdoc/>
    public override long WeightNumbers => 0;

    /// <inheritdoc/>
    public override long ResultNumbers => (long)Rows * Grid.ImageStride;

    /// <inheritdoc/>
    public override float* Prepare(float* matrix, float* room) => matrix;

    /// <inheritdoc/>
    public override void Run(float* matrix, float* planes, int examples, float* results)
    {
        var (width, stride, depth, count) = (Kernel.Width, Grid.ImageStride, Offsets.Length, MapPlanes.Columns(examples, lines, columns));
        fixed (int* places = Offsets)
        {
            for (var column = 0; column < count; column += width)
            {
                for (var row = 0; row < Rows;)
                {
                    row += Kernel.Run(
                        Rows - row,
                        depth,
                        Operand.RowMajor(matrix + ((nint)row * depth), depth),
                        new PlacedLines(planes + column, places),
                        results + ((nint)row * stride) + column,
                        stride);
                }
            }
        }
    }

    /// <inheritdoc/>
    public override float* Example(float* results, int example, float* room) =>
        results + ((nint)example * MapPlanes.Height * MapPlanes.Width);
}

/// <summary>Windows one by one are rows of the transposed product: only those that count are computed.</summary>
/// <param name="planes">How maps lie.</param>
/// <param name="rows">Rows of the matrix.</param>
/// <param name="lines">Where the windows of each line begin.</param>
/// <param name="columns">Where those of each column do.</param>
/// <param name="offsets">Where each place of a window begins.</param>
internal sealed unsafe class SingleWindowProduct(Planes planes, int rows, int[] lines, int[] columns, int[] offsets)
    : WindowProduct(planes, new ResultGrid(columns.Length, lines.Length * columns.Length), rows, offsets)
{
    private readonly int[] _windows = planes.Windows(lines, columns);

    /// <inheritdoc/>
    public override long WeightNumbers => (long)Kernel.WholePanels(Rows) * Offsets.Length;

    /// <inheritdoc/>
    public override long ResultNumbers => (long)Kernel.WholePanels(Rows) * _windows.Length;

    /// <inheritdoc/>
    public override float* Prepare(float* matrix, float* room)
    {
        var (width, depth) = (Kernel.Width, Offsets.Length);
        for (var row = 0; row < Rows; row += width)
        {
            Packing.Pack(
                new Operand(matrix + ((nint)row * depth), 1, depth),
                depth,
                Math.Min(width, Rows - row),
                width,
                room + ((nint)row * depth));
        }

        return room;
    }

    /// <inheritdoc/>
    public override void Run(float* matrix, float* planes, int examples, float* results)
    {
        var (width, depth, count) = (Kernel.Width, Offsets.Length, examples * Grid.ImageStride);
        fixed (int* windows = _windows, places = Offsets)
        {
            for (var row = 0; row < Rows; row += width, results += (nint)_windows.Length * width)
            {
                for (var window = 0; window < count;)
                {
                    window += Kernel.RunWindows(
                        count - window,
                        depth,
                        planes,
                        windows + window,
                        places,
                        matrix + ((nint)row * depth),
                        results + ((nint)window * width));
                }
            }
        }
    }

    /// <inheritdoc/>
    public override float* Example(float* results, int example, float* room)
    {
        var (width, size) = (Kernel.Width, Grid.ImageStride);
        for (var row = 0; row < Rows; row += width)
        {
            var from = results + ((((nint)row / width * _windows.Length) + ((nint)example * size)) * width);
            Transposition.Copy(from, width, size, Math.Min(width, Rows - row), room + ((nint)row * size), size);
        }

        return room;
    }
}
