namespace Hourglass.Native;

/// <summary>
/// Maps laid out so that windows become plain offsets: padded with zeros, taken apart by the phases of the stride, the maps of several examples one
/// below the other. A place of a window is then the whole plane, shifted; the few columns and rows between two lines and two examples are computed
/// along and dropped, which is cheaper than gathering windows one by one.
/// </summary>
internal sealed unsafe class Planes
{
    /// <summary>Columns of products worth a block of examples.</summary>
    private const int Goal = 512;

    /// <summary>Numbers of a block of examples at most, so that it stays in the second cache; a single example may be larger.</summary>
    private const int Largest = 1 << 16;

    private readonly int _channels;
    private readonly int _mapHeight;
    private readonly int _mapWidth;
    private readonly int _phasesHeight;
    private readonly int _phasesWidth;
    private readonly int _strideHeight;
    private readonly int _strideWidth;
    private readonly int _top;
    private readonly int _left;

    private Planes(int channels, int mapHeight, int mapWidth, (int Height, int Width) phases, (int Height, int Width) stride, int top, int left, int height, int width)
    {
        (_channels, _mapHeight, _mapWidth) = (channels, mapHeight, mapWidth);
        ((_phasesHeight, _phasesWidth), (_strideHeight, _strideWidth)) = (phases, stride);
        (_top, _left, Height, Width) = (top, left, height, width);
        var plane = height * width;
        var all = plane * channels * _phasesHeight * _phasesWidth;
        Examples = Math.Clamp(Math.Min((Goal + plane - 1) / plane, Largest / all), 1, Division.Activations);
    }

    /// <summary>Lines of a plane, for each example.</summary>
    public int Height { get; }

    /// <summary>Numbers of a line.</summary>
    public int Width { get; }

    /// <summary>Examples of a block.</summary>
    public int Examples { get; }

    /// <summary>Numbers from plane to plane.</summary>
    public int Stride => Examples * Height * Width;

    /// <summary>Numbers from row to row of a result over the planes, with room for whole panels.</summary>
    public int ImageStride => (Stride + Kernel.Widest - 1) / Kernel.Widest * Kernel.Widest;

    /// <summary>Numbers of a block; behind it there is room for a panel that reaches over the end.</summary>
    public long Numbers => ((long)_channels * _phasesHeight * _phasesWidth * Stride) + (Height * Width) + Kernel.Widest;

    /// <summary>Numbers of a plane from the first example's first result to the last one's last, where results have so many lines and columns.</summary>
    public int Columns(int examples, int lines, int columns) => ((((examples - 1) * Height) + lines - 1) * Width) + columns;

    /// <summary>The planes under a convolution's windows.</summary>
    public static Planes OfMap(ConvolutionShape shape) => new(
        shape.Channels,
        shape.Height,
        shape.Width,
        (Math.Min(shape.StrideHeight, shape.KernelHeight), Math.Min(shape.StrideWidth, shape.KernelWidth)),
        (shape.StrideHeight, shape.StrideWidth),
        shape.PaddingHeight,
        shape.PaddingWidth,
        shape.OutHeight + ((shape.KernelHeight - 1) / shape.StrideHeight),
        shape.OutWidth + ((shape.KernelWidth - 1) / shape.StrideWidth));

    /// <summary>The planes of maps that are only padded.</summary>
    /// <param name="channels">Channels of the map.</param>
    /// <param name="mapHeight">Its height.</param>
    /// <param name="mapWidth">Its width.</param>
    /// <param name="top">Lines of zeros above it; negative where lines are left out.</param>
    /// <param name="left">Zeros on its left.</param>
    /// <param name="height">Lines in all.</param>
    /// <param name="width">Numbers of a line in all.</param>
    public static Planes Padded(int channels, int mapHeight, int mapWidth, int top, int left, int height, int width) =>
        new(channels, mapHeight, mapWidth, (1, 1), (1, 1), top, left, height, width);

    /// <summary>Where a place of the windows begins.</summary>
    public int Offset(int channel, int y, int x) =>
        ((((channel * _phasesHeight) + (y % _strideHeight)) * _phasesWidth) + (x % _strideWidth)) * Stride
        + (y / _strideHeight * Width)
        + (x / _strideWidth);

    /// <summary>Lays out maps.</summary>
    /// <param name="maps">Of the examples, one after the other.</param>
    /// <param name="examples">How many.</param>
    /// <param name="to">Where to.</param>
    public void Fill(float* maps, int examples, float* to)
    {
        var size = (nint)_mapHeight * _mapWidth;
        for (var channel = 0; channel < _channels; channel++)
        {
            for (var py = 0; py < _phasesHeight; py++)
            {
                for (var px = 0; px < _phasesWidth; px++)
                {
                    for (var example = 0; example < examples; example++)
                    {
                        Plane(maps + (((example * (nint)_channels) + channel) * size), py, px, to + (example * Height * Width));
                    }

                    to += Stride;
                }
            }
        }
    }

    private void Plane(float* map, int py, int px, float* to)
    {
        // The columns that the map covers: x = column · stride + px - left.
        var first = Math.Clamp((_left - px + _strideWidth - 1) / _strideWidth, 0, Width);
        var end = Math.Clamp((_mapWidth - 1 + _left - px + _strideWidth) / _strideWidth, first, Width);
        for (var line = 0; line < Height; line++, to += Width)
        {
            var y = (line * _strideHeight) + py - _top;
            if (y < 0 || y >= _mapHeight)
            {
                new Span<float>(to, Width).Clear();
                continue;
            }

            for (var i = 0; i < first; i++)
            {
                to[i] = 0;
            }

            Runs.Every(_strideWidth, map + ((nint)y * _mapWidth) + (first * _strideWidth) + px - _left, end - first, to + first);
            for (var i = end; i < Width; i++)
            {
                to[i] = 0;
            }
        }
    }
}
