using System.Runtime.Intrinsics;

namespace Hourglass.Native;

/// <summary>
/// The adjoint of a convolution in its weights, in parts: each chunk of examples sums its own, so that the result does not depend on the number of
/// threads. <see cref="ConvolutionWeightFinish"/> brings the parts together.
/// </summary>
internal abstract unsafe class ConvolutionWeightOperation : ChunkedOperation
{
    /// <summary>Parts at most: more examples make larger chunks.</summary>
    private const int MostParts = 16;

    private readonly Matrix _x;
    private readonly int _capacity;

    private protected ConvolutionWeightOperation(Matrix x, Matrix gradient, ConvolutionShape shape, int capacity, Func<long, nint> allocate)
    {
        (_x, Gradient, Shape, _capacity) = (x, gradient, shape, capacity);
        MapPlanes = Planes.OfMap(shape);
        Offsets = ConvolutionOperation.Offsets(MapPlanes, shape);
        var rows = gradient.Rows.Of(capacity);
        Chunks = new Division(gradient.Rows, Division.Activations * Math.Max(1, (rows + (MostParts * Division.Activations) - 1) / (MostParts * Division.Activations)));
        Parts = (float*)allocate(PartBytes);
    }

    public override Division Chunks { get; }

    public override bool HasLargeRows => true;

    /// <summary>For each chunk <c>[places, filters]</c>, filled up to whole panels.</summary>
    public float* Parts { get; }

    /// <summary>Numbers from place to place of a part.</summary>
    public int PartStride => Kernel.WholePanels(Shape.Filters);

    /// <summary>Numbers of a part.</summary>
    public long PartNumbers => (long)Shape.Taps * PartStride;

    public long PartBytes => 4 * PartNumbers * Math.Max(1, Chunks.Chunks(_capacity));

    public sealed override long ChunkScratch => MapPlanes.Numbers + AddScratch;

    public override IEnumerable<Access> Accesses =>
    [
        Access.Own(_x, Chunks, writes: false, _capacity),
        Access.Own(Gradient, Chunks, writes: false, _capacity),
        new Access((nint)Parts, PartBytes, 0, Writes: true, Chunks),
    ];

    /// <summary>What is taken back.</summary>
    private protected Matrix Gradient { get; }

    /// <summary>The convolution's sizes.</summary>
    private protected ConvolutionShape Shape { get; }

    /// <summary>How maps lie.</summary>
    private protected Planes MapPlanes { get; }

    /// <summary>Where each place of the windows begins in them.</summary>
    private protected int[] Offsets { get; }

    /// <summary>Numbers of scratch memory that adding a block of examples needs.</summary>
    private protected abstract long AddScratch { get; }

    /// <summary>The operation for a convolution: in bfloat16 where that is asked for and worth it.</summary>
    public static ConvolutionWeightOperation Of(Matrix x, Matrix gradient, ConvolutionShape shape, int capacity, Func<long, nint> allocate, Bfloat16Product? bfloat16) =>
        bfloat16 is not null && RoundedPlaneProduct.IsWorth(shape.Filters, shape.Taps)
            ? new RoundedConvolutionWeight(bfloat16, x, gradient, shape, capacity, allocate)
            : new WindowedConvolutionWeight(x, gradient, shape, capacity, allocate);

    public override void RunChunk(Worker worker, int chunk, float* kept, float* scratch)
    {
        var part = Parts + (chunk * PartNumbers);
        var (first, end) = Chunks.RowsOfChunk(chunk, worker.Examples);
        var planes = scratch + AddScratch;
        new Span<float>(part, checked((int)PartNumbers)).Clear();
        MapPlanes.Clear(planes);
        for (var row = first; row < end; row += MapPlanes.Examples)
        {
            var examples = Math.Min(MapPlanes.Examples, end - row);
            MapPlanes.Fill(_x.Data + ((nint)row * _x.Width), examples, planes);
            Add(row, examples, planes, part, kept, scratch);
        }
    }

    /// <summary>Adds a block of examples to a part.</summary>
    private protected abstract void Add(int row, int examples, float* planes, float* part, float* kept, float* scratch);
}

/// <summary>Windows one by one, without being copied out.</summary>
internal sealed unsafe class WindowedConvolutionWeight : ConvolutionWeightOperation
{
    /// <summary>Places of windows that are multiplied at once.</summary>
    private const int Block = 12;

    private readonly int[] _windows;

    public WindowedConvolutionWeight(Matrix x, Matrix gradient, ConvolutionShape shape, int capacity, Func<long, nint> allocate)
        : base(x, gradient, shape, capacity, allocate) => _windows = MapPlanes.Windows(shape.OutLines, shape.OutColumns);

    private protected override long AddScratch => Kernel.LargestTile + ((long)_windows.Length * PartStride);

    private protected override void Add(int row, int examples, float* planes, float* part, float* kept, float* scratch)
    {
        var tile = scratch;
        var panels = scratch + Kernel.LargestTile;
        var size = Shape.OutHeight * Shape.OutWidth;
        var (width, depth) = (Kernel.Width, examples * size);
        for (var filter = 0; filter < Shape.Filters; filter += width)
        {
            for (var example = 0; example < examples; example++)
            {
                var from = Gradient.Data + ((nint)(row + example) * Gradient.Width) + ((nint)filter * size);
                Packing.Pack(new Operand(from, 1, size), size, Math.Min(width, Shape.Filters - filter), width, panels + ((((nint)filter * depth) + ((nint)example * size * width))));
            }
        }

        fixed (int* offsets = Offsets, windows = _windows)
        {
            for (var place = 0; place < Shape.Taps; place += Block)
            {
                var count = Math.Min(Block, Shape.Taps - place);
                for (var filter = 0; filter < Shape.Filters; filter += width)
                {
                    for (var i = 0; i < count;)
                    {
                        var high = Kernel.RunWindows(count - i, depth, planes, offsets + place + i, windows, panels + ((nint)filter * depth), tile);
                        AddTile(tile, high, part + ((nint)(place + i) * PartStride) + filter);
                        i += high;
                    }
                }
            }
        }
    }

    private void AddTile(float* tile, int rows, float* to)
    {
        for (var row = 0; row < rows; row++, to += PartStride)
        {
            for (var i = 0; i < Kernel.Width; i += Vector256<float>.Count)
            {
                (Vector256.Load(to + i) + Vector256.Load(tile + (row * Kernel.Width) + i)).Store(to + i);
            }
        }
    }
}

/// <summary>Whole planes, rounded to bfloat16, times gradients that lie as they do, with zeros between their lines.</summary>
internal sealed unsafe class RoundedConvolutionWeight(Bfloat16Product product, Matrix x, Matrix gradient, ConvolutionShape shape, int capacity, Func<long, nint> allocate)
    : ConvolutionWeightOperation(x, gradient, shape, capacity, allocate)
{
    /// <summary>The gradients, rounded.</summary>
    public override long Kept => Bfloat16Product.Numbers((long)Shape.Filters * Stride);

    /// <summary>The places of windows, rounded.</summary>
    private protected override long AddScratch => Bfloat16Product.Numbers((long)Shape.Taps * Stride);

    /// <summary>Numbers from place to place, and from filter to filter.</summary>
    private int Stride => Kernel.WholePanels(Columns(MapPlanes.Examples));

    /// <summary>Zeros, which stay between the lines.</summary>
    public override void Begin(float* kept) => new Span<float>(kept, checked((int)Kept)).Clear();

    private protected override void Add(int row, int examples, float* planes, float* part, float* kept, float* scratch)
    {
        var places = (ushort*)scratch;
        var gradients = (ushort*)kept;
        var (count, stride) = (Columns(examples), Stride);
        RoundedPlaneProduct.RoundPlaces(planes, Offsets, count, places, stride);
        for (var example = 0; example < examples; example++)
        {
            var from = Gradient.Data + ((nint)(row + example) * Gradient.Width);
            for (var filter = 0; filter < Shape.Filters; filter++)
            {
                var to = gradients + ((nint)filter * stride) + ((nint)example * MapPlanes.Height * MapPlanes.Width);
                for (var y = 0; y < Shape.OutHeight; y++, from += Shape.OutWidth, to += MapPlanes.Width)
                {
                    RoundOperation.Round(from, Shape.OutWidth, to);
                }
            }
        }

        product.Multiply(
            Operand.RowMajor(part, PartStride),
            new RoundedMatrix(places, Rows.Fixed(Shape.Taps), stride),
            new RoundedMatrix(gradients, Rows.Fixed(Shape.Filters), stride).T,
            Shape.Taps,
            Shape.Filters,
            count,
            accumulate: true);
    }

    private int Columns(int examples) => MapPlanes.Columns(examples, Shape.OutHeight, Shape.OutWidth);
}

/// <summary>Brings the parts of a weight's gradient together, in the order of the chunks. Threads divide the filters.</summary>
internal sealed unsafe class ConvolutionWeightFinish(Matrix into, ConvolutionWeightOperation parts, int capacity) : Operation
{
    private readonly Division _division = new(into.Rows, Division.Weights);

    /// <summary>The gradient.</summary>
    public Matrix Into => into;

    public override (Matrix Matrix, Division Division)? Result => (into, _division);

    public override IEnumerable<Access> Accesses =>
    [
        Access.Own(into, _division, writes: true, capacity),
        new Access((nint)parts.Parts, parts.PartBytes, 0, Writes: false, null),
    ];

    public override bool Run(Worker worker)
    {
        var (first, end) = _division.RowsOf(worker.Number, worker.Threads, worker.Examples);
        var chunks = parts.Chunks.Chunks(worker.Examples);
        var stride = parts.PartStride;
        var places = into.Width;
        for (var filter = first; filter < end; filter += Vector128<float>.Count)
        {
            var count = Math.Min(Vector128<float>.Count, end - filter);
            for (var place = 0; place < places; place++)
            {
                var from = parts.Parts + ((nint)place * stride) + filter;
                var sum = Vector128.Load(from);
                for (var chunk = 1; chunk < chunks; chunk++)
                {
                    sum += Vector128.Load(from + (chunk * parts.PartNumbers));
                }

                for (var i = 0; i < count; i++)
                {
                    into.Data[((nint)(filter + i) * places) + place] = sum[i];
                }
            }
        }

        return true;
    }
}
