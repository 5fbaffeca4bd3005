using System.Runtime.Intrinsics;

namespace Hourglass.Native;

/// <summary>
/// The adjoint of a convolution in its weights, in parts: each chunk of examples sums its own, so that the result does not depend on the
/// number of threads. <see cref="ConvolutionWeightFinish"/> brings the parts together.
/// </summary>
internal sealed unsafe class ConvolutionWeightOperation : ChunkedOperation
{
    /// <summary>Parts at most: more examples make larger chunks.</summary>
    private const int MostParts = 16;

    /// <summary>Places of windows that are multiplied at once.</summary>
    private const int Block = 12;

    private readonly Matrix _x;
    private readonly Matrix _gradient;
    private readonly ConvolutionShape _shape;
    private readonly int _capacity;
    private readonly Planes _planes;
    private readonly int[] _offsets;
    private readonly int[] _windows;

    public ConvolutionWeightOperation(Matrix x, Matrix gradient, ConvolutionShape shape, int capacity, Func<long, nint> allocate)
    {
        (_x, _gradient, _shape, _capacity) = (x, gradient, shape, capacity);
        _planes = Planes.OfMap(shape);
        _offsets = ConvolutionOperation.Offsets(_planes, shape);
        _windows = _planes.Windows(shape.OutLines, shape.OutColumns);
        var rows = gradient.Rows.Of(capacity);
        Chunks = new Division(
            gradient.Rows,
            Division.Activations * Math.Max(1, (rows + (MostParts * Division.Activations) - 1) / (MostParts * Division.Activations)));
        Parts = (float*)allocate(PartBytes);
    }

    public override Division Chunks { get; }

    public override bool HasLargeRows => true;

    /// <summary>For each chunk <c>[places, filters]</c>, filled up to whole panels.</summary>
    public float* Parts { get; }

    /// <summary>Numbers from place to place of a part.</summary>
    public int PartStride => Kernel.WholePanels(_shape.Filters);

    /// <summary>Numbers of a part.</summary>
    public long PartNumbers => (long)_shape.Taps * PartStride;

    public long PartBytes => 4 * PartNumbers * Math.Max(1, Chunks.Chunks(_capacity));

    public override long ChunkScratch => Kernel.LargestTile + PanelNumbers + _planes.Numbers;

    public override IEnumerable<Access> Accesses =>
    [
        Access.Own(_x, Chunks, writes: false, _capacity),
        Access.Own(_gradient, Chunks, writes: false, _capacity),
        new Access((nint)Parts, PartBytes, 0, Writes: true, Chunks),
    ];

    /// <summary>Numbers of the gradients of a block of examples, panel after panel.</summary>
    private long PanelNumbers => (long)_windows.Length * PartStride;

    public override void RunChunk(Worker worker, int chunk, float* kept, float* scratch)
    {
        var part = Parts + (chunk * PartNumbers);
        var (first, end) = Chunks.RowsOfChunk(chunk, worker.Examples);
        new Span<float>(part, checked((int)PartNumbers)).Clear();
        _planes.Clear(PlanesIn(scratch));
        for (var row = first; row < end; row += _planes.Examples)
        {
            Add(row, Math.Min(_planes.Examples, end - row), part, scratch);
        }
    }

    private float* PlanesIn(float* scratch) => scratch + Kernel.LargestTile + PanelNumbers;

    private void Add(int row, int examples, float* part, float* scratch)
    {
        var tile = scratch;
        var panels = scratch + Kernel.LargestTile;
        var planes = PlanesIn(scratch);
        var size = _shape.OutHeight * _shape.OutWidth;
        var (width, depth) = (Kernel.Width, examples * size);
        _planes.Fill(_x.Data + ((nint)row * _x.Width), examples, planes);
        for (var filter = 0; filter < _shape.Filters; filter += width)
        {
            for (var example = 0; example < examples; example++)
            {
                var from = _gradient.Data + ((nint)(row + example) * _gradient.Width) + ((nint)filter * size);
                Packing.Pack(
                    new Operand(from, 1, size),
                    size,
                    Math.Min(width, _shape.Filters - filter),
                    width,
                    panels + ((((nint)filter * depth) + ((nint)example * size * width))));
            }
        }

        fixed (int* offsets = _offsets, windows = _windows)
        {
            for (var place = 0; place < _shape.Taps; place += Block)
            {
                var count = Math.Min(Block, _shape.Taps - place);
                for (var filter = 0; filter < _shape.Filters; filter += width)
                {
                    for (var i = 0; i < count;)
                    {
                        var high = Kernel.RunWindows(
                            count - i,
                            depth,
                            planes,
                            offsets + place + i,
                            windows,
                            panels + ((nint)filter * depth),
                            tile);
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
