namespace Hourglass.Native;

/// <summary>A convolution. Threads divide the examples.</summary>
internal sealed unsafe class ConvolutionOperation : Operation
{
    private readonly Matrix _into;
    private readonly Matrix _x;
    private readonly Matrix _weight;
    private readonly ConvolutionShape _shape;
    private readonly int _capacity;
    private readonly Planes _planes;
    private readonly WindowProduct _product;
    private readonly Division _division;

    public ConvolutionOperation(Matrix into, Matrix x, Matrix weight, ConvolutionShape shape, int capacity)
    {
        (_into, _x, _weight, _shape, _capacity) = (into, x, weight, shape, capacity);
        _planes = Planes.OfMap(shape);
        var offsets = Offsets(_planes, shape);
        _product = WindowProduct.PrefersWindows(_planes, shape.OutHeight, shape.OutWidth, shape.OutHeight * shape.OutWidth, [(shape.Filters, shape.Taps)])
            ? new SingleWindowProduct(_planes, shape.Filters, [.. Enumerable.Range(0, shape.OutHeight)], [.. Enumerable.Range(0, shape.OutWidth)], offsets)
            : new PlaneProduct(_planes, shape.Filters, shape.OutHeight, shape.OutWidth, offsets);
        _division = new Division(into.Rows, Division.Activations);
    }

    public override long Scratch => _product.WeightNumbers + _product.ResultNumbers + _planes.Numbers;

    public override IEnumerable<Access> Accesses =>
    [
        Access.Own(_into, _division, writes: true, _capacity),
        Access.Own(_x, _division, writes: false, _capacity),
        Access.Any(_weight, writes: false, _capacity),
    ];

    public override bool Run(Worker worker)
    {
        var (first, end) = _division.RowsOf(worker.Number, worker.Threads, worker.Examples);
        if (end <= first)
        {
            return true;
        }

        var room = worker.Scratch;
        var results = room + _product.WeightNumbers;
        var planes = results + _product.ResultNumbers;
        var weights = _product.Prepare(_weight.Data, room);
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

        return true;
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
