namespace Hourglass.Native;

/// <summary>A convolution. Threads divide the examples.</summary>
internal sealed unsafe class ConvolutionOperation : ChunkedOperation
{
    private readonly Matrix _into;
    private readonly Matrix _x;
    private readonly Matrix _weight;
    private readonly ConvolutionShape _shape;
    private readonly int _capacity;
    private readonly Planes _planes;
    private readonly WindowProduct _product;

    public ConvolutionOperation(Matrix into, Matrix x, Matrix weight, ConvolutionShape shape, int capacity)
    {
        (_into, _x, _weight, _shape, _capacity) = (into, x, weight, shape, capacity);
        _planes = Planes.OfMap(shape);
        var offsets = Offsets(_planes, shape);
        _product = WindowProduct.PrefersWindows(
            _planes,
            shape.OutHeight,
            shape.OutWidth,
            shape.OutHeight * shape.OutWidth,
            [(shape.Filters, shape.Taps)])
            ? new SingleWindowProduct(_planes, shape.Filters, shape.OutLines, shape.OutColumns, offsets)
            : new PlaneProduct(_planes, shape.Filters, shape.OutHeight, shape.OutWidth, offsets);
        Chunks = new Division(into.Rows, Division.Activations);
    }

    public override Division Chunks { get; }

    public override bool HasLargeRows => true;

    public override long Kept => _product.WeightNumbers;

    public override long ChunkScratch => _product.ResultNumbers + _planes.Numbers;

    public override IEnumerable<Access> Accesses =>
    [
        Access.Own(_into, Chunks, writes: true, _capacity),
        Access.Own(_x, Chunks, writes: false, _capacity),
        Access.Any(_weight, writes: false, _capacity),
    ];

    public override void Begin(float* kept) => _ = _product.Prepare(_weight.Data, kept);

    public override void RunChunk(Worker worker, int chunk, float* kept, float* scratch)
    {
        var results = scratch;
        var planes = results + _product.ResultNumbers;
        var weights = _product.WeightNumbers > 0 ? kept : _weight.Data;
        var (first, end) = Chunks.RowsOfChunk(chunk, worker.Examples);
        _planes.Clear(planes);
        for (var row = first; row < end; row += _planes.Examples)
        {
            var examples = Math.Min(_planes.Examples, end - row);
            _planes.Fill(_x.Data + ((nint)row * _x.Width), examples, planes);
            _product.Run(weights, planes, examples, results);
            for (var example = 0; example < examples; example++)
            {
                var to = _into.Data + ((nint)(row + example) * _into.Width);
                var image = _product.Example(results, example, to);
                if (image != to)
                {
                    Gather(image, to);
                }
            }
        }
    }

    /// <summary>Where each place of a window begins, channel by channel.</summary>
    internal static int[] Offsets(Planes planes, ConvolutionShape shape) =>
    [
        .. Enumerable.Range(0, shape.Channels).SelectMany(channel =>
            Enumerable.Range(0, shape.KernelHeight).SelectMany(y =>
                Enumerable.Range(0, shape.KernelWidth).Select(x => planes.Offset(channel, y, x)))),
    ];

    /// <summary>Drops what lies between the lines.</summary>
    private void Gather(float* image, float* to)
    {
        for (var filter = 0; filter < _shape.Filters; filter++, image += _product.Grid.ImageStride)
        {
            for (var y = 0; y < _shape.OutHeight; y++, to += _shape.OutWidth)
            {
                Runs.Copy(image + (y * _product.Grid.LineStride), _shape.OutWidth, to);
            }
        }
    }
}
