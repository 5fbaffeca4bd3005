using System.Numerics;

namespace Hourglass.Native;

/// <summary>
/// Maps laid out so that windows become plain offsets: padded with zeros, taken apart by the phases of the stride, the maps of several
/// examples one below the other. A place of a window is then the whole plane, shifted; the few columns and rows between two lines and two
/// examples are computed along and dropped, which is cheaper than gathering windows one by one.
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
    private readonly int _strideHeight;
    private readonly int _strideWidth;
    private readonly Side[] _lines;
    private readonly Side[] _columns;
    private readonly int _room;

    private Planes(
        int channels,
        int mapHeight,
        int mapWidth,
        (int Height, int Width) stride,
        Side[] lines,
        Side[] columns,
        int height,
        int width,
        int room)
    {
        (_channels, _mapHeight, _mapWidth) = (channels, mapHeight, mapWidth);
        (_strideHeight, _strideWidth, _lines, _columns) = (stride.Height, stride.Width, lines, columns);
        (Height, Width, _room) = (height, width, room);
        var plane = height * width;
        var all = plane * channels * lines.Length * columns.Length;
        var examples = Math.Clamp(Math.Min((Goal + plane - 1) / plane, Largest / all), 1, Division.Activations);
        Examples = 1 << BitOperations.Log2((uint)examples);
    }

    /// <summary>Lines of a plane, for each example.</summary>
    public int Height { get; }

    /// <summary>Numbers of a line.</summary>
    public int Width { get; }

    /// <summary>Examples of a block: a power of two, so that chunks are whole blocks.</summary>
    public int Examples { get; }

    /// <summary>Numbers from plane to plane.</summary>
    public int Stride => Examples * Height * Width;

    /// <summary>Numbers of a block; behind it there is room for windows and a panel that reach over the end.</summary>
    public long Numbers => ((long)_channels * _lines.Length * _columns.Length * Stride) + _room + Kernel.Widest;

    /// <summary>
    /// Numbers of a plane from the first example's first result to the last one's last, where results have so many lines and columns.
    /// </summary>
    public int Columns(int examples, int lines, int columns) => ((((examples - 1) * Height) + lines - 1) * Width) + columns;

    /// <summary>The planes under a convolution's windows.</summary>
    public static Planes OfMap(ConvolutionShape shape)
    {
        var (tall, wide) = ((shape.KernelHeight - 1) / shape.StrideHeight, (shape.KernelWidth - 1) / shape.StrideWidth);
        var (height, width) = (shape.OutHeight + tall, shape.OutWidth + wide);
        var lines = Phases(shape.StrideHeight, shape.KernelHeight, shape.PaddingHeight, shape.Height, height);
        var columns = Phases(shape.StrideWidth, shape.KernelWidth, shape.PaddingWidth, shape.Width, width);
        return Shared(
            shape.Channels,
            shape.Height,
            shape.Width,
            (shape.StrideHeight, shape.StrideWidth),
            lines,
            columns,
            (height, shape.OutHeight),
            (width, shape.OutWidth));
    }

    /// <summary>The planes of maps that are only padded.</summary>
    /// <param name="channels">Channels of the map.</param>
    /// <param name="mapHeight">Its height.</param>
    /// <param name="mapWidth">Its width.</param>
    /// <param name="top">Lines of zeros above it; negative where lines are left out.</param>
    /// <param name="left">Zeros on its left; negative where columns are left out.</param>
    /// <param name="height">Lines that windows look at, and how many windows there are.</param>
    /// <param name="width">The same of columns.</param>
    public static Planes Padded(
        int channels,
        int mapHeight,
        int mapWidth,
        int top,
        int left,
        (int Seen, int Windows) height,
        (int Seen, int Windows) width) =>
        Shared(
            channels,
            mapHeight,
            mapWidth,
            (1, 1),
            [Side.Of(mapHeight, 1, -top, height.Seen)],
            [Side.Of(mapWidth, 1, -left, width.Seen)],
            height,
            width);

    /// <summary>Where a place of the windows begins.</summary>
    public int Offset(int channel, int y, int x) =>
        ((((channel * _lines.Length) + (y % _strideHeight)) * _columns.Length) + (x % _strideWidth)) * Stride
        + (y / _strideHeight * Width)
        + (x / _strideWidth);

    /// <summary>Where single windows of a block begin, example after example and line after line.</summary>
    /// <param name="lines">Lines of the planes.</param>
    /// <param name="columns">Columns of them.</param>
    public int[] Windows(IReadOnlyList<int> lines, IReadOnlyList<int> columns) =>
        [.. Enumerable.Range(0, Examples)
            .SelectMany(example => lines.SelectMany(line => columns.Select(column => (((example * Height) + line) * Width) + column)))];

    /// <summary>Zeros everywhere, for any number of <see cref="Fill"/>s, which leave them between the maps.</summary>
    public void Clear(float* to) => new Span<float>(to, checked((int)Numbers)).Clear();

    /// <summary>Lays out maps over those that were there.</summary>
    /// <param name="maps">Of the examples, one after the other.</param>
    /// <param name="examples">How many.</param>
    /// <param name="to">Where to, cleared once.</param>
    public void Fill(float* maps, int examples, float* to)
    {
        var size = (nint)_mapHeight * _mapWidth;
        for (var channel = 0; channel < _channels; channel++)
        {
            foreach (var lines in _lines)
            {
                foreach (var columns in _columns)
                {
                    for (var example = 0; example < examples; example++)
                    {
                        Plane(maps + (((example * (nint)_channels) + channel) * size), lines, columns, to + (example * Height * Width));
                    }

                    to += Stride;
                }
            }
        }
    }

    private static Side[] Phases(int stride, int kernel, int padding, int size, int seen) =>
        [.. Enumerable.Range(0, Math.Min(stride, kernel)).Select(phase => Side.Of(size, stride, phase - padding, seen))];

    /// <summary>
    /// Zeros behind a map may be the zeros before the next one: behind the last column lies the first of the next line, behind the last
    /// line the first of the next example.
    /// </summary>
    private static Planes Shared(
        int channels,
        int mapHeight,
        int mapWidth,
        (int Height, int Width) stride,
        Side[] lines,
        Side[] columns,
        (int Seen, int Windows) height,
        (int Seen, int Windows) width)
    {
        var (tall, wide) = (Length(lines, height), Length(columns, width));
        return new Planes(
            channels,
            mapHeight,
            mapWidth,
            stride,
            lines,
            columns,
            tall,
            wide,
            ((height.Seen - tall + 1) * wide) + width.Seen + (tall * wide));
    }

    private static int Length(Side[] sides, (int Seen, int Windows) size) =>
        Math.Max(size.Windows, sides.Max(side => Math.Max(side.End, size.Seen - side.First)));

    private void Plane(float* map, Side lines, Side columns, float* to)
    {
        var count = columns.End - columns.First;
        var from = map + ((nint)lines.From * _mapWidth) + columns.From;
        to += (lines.First * Width) + columns.First;
        var step = (nint)_strideHeight * _mapWidth;
        for (var line = lines.First; line < lines.End; line++, from += step, to += Width)
        {
            Runs.Every(_strideWidth, from, count, to);
        }
    }

    /// <summary>How a map lies along one dimension of a plane.</summary>
    /// <param name="First">The first place that it covers.</param>
    /// <param name="End">The first that it does not.</param>
    /// <param name="From">Where of the map the first place comes from.</param>
    private readonly record struct Side(int First, int End, int From)
    {
        /// <summary>Place i shows i · stride + shift of the map.</summary>
        public static Side Of(int size, int stride, int shift, int seen)
        {
            var first = Math.Clamp((stride - 1 - shift) / stride, 0, seen);
            var end = Math.Clamp((size - 1 - shift + stride) / stride, first, seen);
            return new Side(first, end, (first * stride) + shift);
        }
    }
}
