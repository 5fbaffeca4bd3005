namespace Hourglass.Native;

/// <summary>
/// The adjoint of a convolution in its map: a transposed convolution. Each phase of the stride is a convolution of its own, with the places of the
/// windows that meet it; phases with few channels are computed together. Threads divide the examples.
/// </summary>
internal sealed unsafe class ConvolutionInputOperation : Operation
{
    private readonly Matrix _into;
    private readonly Matrix _gradient;
    private readonly Matrix _weight;
    private readonly ConvolutionShape _shape;
    private readonly int _capacity;
    private readonly Planes _planes;
    private readonly PhaseGroup[] _groups;
    private readonly long _productScratch;
    private readonly long _imageNumbers;
    private readonly Division _division;
    private readonly int _firstLine;
    private readonly int _firstColumn;
    private readonly int _lines;
    private readonly int _columns;

    public ConvolutionInputOperation(Matrix into, Matrix gradient, Matrix weight, ConvolutionShape shape, int capacity)
    {
        (_into, _gradient, _weight, _shape, _capacity) = (into, gradient, weight, shape, capacity);
        _division = new Division(into.Rows, Division.Activations);
        (_firstLine, _firstColumn) = (shape.PaddingHeight / shape.StrideHeight, shape.PaddingWidth / shape.StrideWidth);
        _lines = ((shape.PaddingHeight + shape.Height - 1) / shape.StrideHeight) - _firstLine + 1;
        _columns = ((shape.PaddingWidth + shape.Width - 1) / shape.StrideWidth) - _firstColumn + 1;
        var (tall, wide) = (PhaseGroup.TapsOf(shape.KernelHeight, shape.StrideHeight, 0), PhaseGroup.TapsOf(shape.KernelWidth, shape.StrideWidth, 0));
        _planes = Planes.Padded(shape.Filters, shape.OutHeight, shape.OutWidth, tall - 1 - _firstLine, wide - 1 - _firstColumn, _lines + tall - 1, _columns + wide - 1);
        _groups = PhaseGroup.Of(shape, _planes);
        _productScratch = _groups.Max(group => group.Product.Scratch);
        _imageNumbers = _groups.Sum(group => group.Rows) * (long)_planes.ImageStride;
    }

    public override long Scratch =>
        _productScratch + _imageNumbers + _planes.Numbers + _groups.Sum(group => group.WeightNumbers);

    public override IEnumerable<Access> Accesses =>
    [
        Access.Own(_into, _division, writes: true, _capacity),
        Access.Own(_gradient, _division, writes: false, _capacity),
        Access.Any(_weight, writes: false, _capacity),
    ];

    public override bool Run(Worker worker)
    {
        var (first, end) = _division.RowsOf(worker.Number, worker.Threads, worker.Examples);
        if (end <= first)
        {
            return true;
        }

        var image = worker.Scratch + _productScratch;
        var planes = image + _imageNumbers;
        var weights = planes + _planes.Numbers;
        var at = weights;
        foreach (var group in _groups)
        {
            group.Turn(_weight.Data, _shape, at);
            at += group.WeightNumbers;
        }

        for (var row = first; row < end; row += _planes.Examples)
        {
            var examples = Math.Min(_planes.Examples, end - row);
            _planes.Fill(_gradient.Data + ((nint)row * _gradient.Width), examples, planes);
            Multiply(weights, planes, examples, image, worker.Scratch);
            for (var example = 0; example < examples; example++)
            {
                Gather(image + (example * _planes.Height * _planes.Width), _into.Data + ((nint)(row + example) * _into.Width));
            }
        }

        return true;
    }

    private void Multiply(float* weights, float* planes, int examples, float* image, float* scratch)
    {
        foreach (var group in _groups)
        {
            group.Product.Run(Operand.RowMajor(weights, group.Depth), group.Rows, planes, _planes.Columns(examples, _lines, _columns), image, scratch);
            weights += group.WeightNumbers;
            image += (nint)group.Rows * _planes.ImageStride;
        }
    }

    /// <summary>Brings the phases together.</summary>
    private void Gather(float* image, float* to)
    {
        var sources = stackalloc float*[_shape.StrideWidth];
        for (var channel = 0; channel < _shape.Channels; channel++)
        {
            for (var y = 0; y < _shape.Height; y++, to += _shape.Width)
            {
                var line = y + _shape.PaddingHeight;
                var phase = line % _shape.StrideHeight;
                if (phase >= _shape.KernelHeight)
                {
                    new Span<float>(to, _shape.Width).Clear();
                    continue;
                }

                Line(image + (((line / _shape.StrideHeight) - _firstLine) * _planes.Width), phase, channel, sources, to);
            }
        }
    }

    private void Line(float* image, int phase, int channel, float** sources, float* to)
    {
        var (stride, phases) = (_shape.StrideWidth, Math.Min(_shape.StrideWidth, _shape.KernelWidth));
        for (var x = 0; x < stride; x++)
        {
            var column = x + _shape.PaddingWidth;
            sources[x] = image + (RowOf(phase, column % stride, channel) * _planes.ImageStride) + (column / stride) - _firstColumn;
        }

        if (phases == stride)
        {
            Runs.Zip(sources, stride, _shape.Width, to);
            return;
        }

        for (var x = 0; x < _shape.Width; x++)
        {
            to[x] = (x + _shape.PaddingWidth) % stride < phases ? sources[x % stride][x / stride] : 0;
        }
    }

    /// <summary>The row of the image for a phase and a channel; a phase that no window meets has none, and is not read.</summary>
    private nint RowOf(int py, int px, int channel) =>
        (((py * Math.Min(_shape.StrideWidth, _shape.KernelWidth)) + Math.Min(px, _shape.KernelWidth - 1)) * (nint)_shape.Channels) + channel;
}

/// <summary>Phases of the stride that are computed by one product.</summary>
internal sealed unsafe class PhaseGroup
{
    /// <summary>As many rows are one run of the kernel: more phases at once would save nothing.</summary>
    private const int FewRows = 12;

    private readonly (int Y, int X)[] _phases;
    private readonly int _tall;
    private readonly int _wide;

    private PhaseGroup((int Y, int X)[] phases, ConvolutionShape shape, Planes planes)
    {
        _phases = phases;
        Rows = phases.Length * shape.Channels;
        (_tall, _wide) = (phases.Max(phase => TapsOf(shape.KernelHeight, shape.StrideHeight, phase.Y)), phases.Max(phase => TapsOf(shape.KernelWidth, shape.StrideWidth, phase.X)));
        Depth = shape.Filters * _tall * _wide;
        var (lastY, lastX) = (TapsOf(shape.KernelHeight, shape.StrideHeight, 0) - 1, TapsOf(shape.KernelWidth, shape.StrideWidth, 0) - 1);
        Product = new WindowProduct(planes, [.. Enumerable.Range(0, shape.Filters).SelectMany(filter =>
            Enumerable.Range(0, _tall).SelectMany(y =>
                Enumerable.Range(0, _wide).Select(x => planes.Offset(filter, lastY - y, lastX - x))))]);
    }

    public int Rows { get; }

    public int Depth { get; }

    public long WeightNumbers => (long)Rows * Depth;

    public WindowProduct Product { get; }

    public static PhaseGroup[] Of(ConvolutionShape shape, Planes planes)
    {
        var phases = Enumerable.Range(0, Math.Min(shape.StrideHeight, shape.KernelHeight))
            .SelectMany(y => Enumerable.Range(0, Math.Min(shape.StrideWidth, shape.KernelWidth)).Select(x => (y, x)))
            .ToArray();
        return phases.Length * shape.Channels <= FewRows ? [new PhaseGroup(phases, shape, planes)] : [.. phases.Select(phase => new PhaseGroup([phase], shape, planes))];
    }

    /// <summary>Places of a window that meet a phase, in one dimension.</summary>
    public static int TapsOf(int kernel, int stride, int phase) => (kernel - phase + stride - 1) / stride;

    /// <summary>Brings weights <c>[filters, channels, height, width]</c> into the product's order; zeros where a phase has fewer places than another.</summary>
    public void Turn(float* weights, ConvolutionShape shape, float* to)
    {
        var window = shape.KernelHeight * shape.KernelWidth;
        foreach (var (py, px) in _phases)
        {
            for (var channel = 0; channel < shape.Channels; channel++)
            {
                for (var filter = 0; filter < shape.Filters; filter++)
                {
                    var from = weights + (((filter * (nint)shape.Channels) + channel) * window);
                    for (var ty = 0; ty < _tall; ty++)
                    {
                        for (var tx = 0; tx < _wide; tx++)
                        {
                            var (y, x) = (py + (ty * shape.StrideHeight), px + (tx * shape.StrideWidth));
                            *to++ = y < shape.KernelHeight && x < shape.KernelWidth ? from[(y * shape.KernelWidth) + x] : 0;
                        }
                    }
                }
            }
        }
    }
}
