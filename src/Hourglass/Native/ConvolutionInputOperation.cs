namespace Hourglass.Native;

/// <summary>
/// The adjoint of a convolution in its map: a transposed convolution. Each phase of the stride is a convolution of its own, with the places
/// of the windows that meet it; phases with few channels are computed together. Threads divide the examples.
/// </summary>
internal sealed unsafe class ConvolutionInputOperation : ChunkedOperation
{
    private readonly Matrix _into;
    private readonly Matrix _gradient;
    private readonly Matrix _weight;
    private readonly ConvolutionShape _shape;
    private readonly int _capacity;
    private readonly Planes _planes;
    private readonly PhaseGroup[] _groups;
    private readonly WindowProduct[] _products;
    private readonly bool _single;
    private readonly long _resultNumbers;
    private readonly long _imageNumbers;
    private readonly long[] _turnedAt;
    private readonly long[] _preparedAt;
    private readonly int _firstLine;
    private readonly int _firstColumn;
    private readonly int _lines;
    private readonly int _columns;
    private readonly GatheredLine[] _gathered;

    public ConvolutionInputOperation(Matrix into, Matrix gradient, Matrix weight, ConvolutionShape shape, int capacity)
    {
        (_into, _gradient, _weight, _shape, _capacity) = (into, gradient, weight, shape, capacity);
        Chunks = new Division(into.Rows, Division.Activations);
        (_firstLine, _firstColumn) = (shape.PaddingHeight / shape.StrideHeight, shape.PaddingWidth / shape.StrideWidth);
        _lines = ((shape.PaddingHeight + shape.Height - 1) / shape.StrideHeight) - _firstLine + 1;
        _columns = ((shape.PaddingWidth + shape.Width - 1) / shape.StrideWidth) - _firstColumn + 1;
        var (tall, wide) =
            (PhaseGroup.TapsOf(shape.KernelHeight, shape.StrideHeight, 0), PhaseGroup.TapsOf(shape.KernelWidth, shape.StrideWidth, 0));
        _planes = Planes.Padded(
            shape.Filters,
            shape.OutHeight,
            shape.OutWidth,
            tall - 1 - _firstLine,
            wide - 1 - _firstColumn,
            (_lines + tall - 1, _lines),
            (_columns + wide - 1, _columns));
        _groups = PhaseGroup.Of(shape, _planes);
        var (lines, columns) =
            (Enumerable.Range(0, PhasesHigh).Select(LinesOf).ToArray(), Enumerable.Range(0, PhasesWide).Select(ColumnsOf).ToArray());
        _single = _groups.All(group => group.Phases.Length == 1)
            && WindowProduct.PrefersWindows(
                _planes,
                _lines,
                _columns,
                lines[0].Length * columns[0].Length,
                _groups.Select(group => (group.Rows, group.Depth)));
        _products = [.. _groups.Select(WindowProduct (group) => _single
            ? new SingleWindowProduct(_planes, group.Rows, lines[group.Phases[0].Y], columns[group.Phases[0].X], group.Offsets)
            : new PlaneProduct(_planes, group.Rows, _lines, _columns, group.Offsets))];
        _gathered = Gathered();
        _resultNumbers = _products.Sum(product => product.ResultNumbers);
        _imageNumbers = _single ? _groups.Sum(group => group.Rows) * (long)Grid.ImageStride : 0;
        (_turnedAt, _preparedAt) = (new long[_groups.Length], new long[_groups.Length]);
        for (var i = 0; i < _groups.Length; i++)
        {
            _turnedAt[i] = Kept;
            Kept += _groups[i].WeightNumbers;
            _preparedAt[i] = _products[i].WeightNumbers > 0 ? Kept : _turnedAt[i];
            Kept += _products[i].WeightNumbers;
        }
    }

    public override Division Chunks { get; }

    public override bool HasLargeRows => true;

    public override long Kept { get; }

    public override long ChunkScratch => _resultNumbers + _imageNumbers + _planes.Numbers;

    private int PhasesHigh => Math.Min(_shape.StrideHeight, _shape.KernelHeight);

    private int PhasesWide => Math.Min(_shape.StrideWidth, _shape.KernelWidth);

    private ResultGrid Grid => _products[0].Grid;

    public override IEnumerable<Access> Accesses =>
    [
        Access.Own(_into, Chunks, writes: true, _capacity),
        Access.Own(_gradient, Chunks, writes: false, _capacity),
        Access.Any(_weight, writes: false, _capacity),
    ];

    public override void Begin(float* kept)
    {
        for (var i = 0; i < _groups.Length; i++)
        {
            _groups[i].Turn(_weight.Data, _shape, kept + _turnedAt[i]);
            _ = _products[i].Prepare(kept + _turnedAt[i], kept + _preparedAt[i]);
        }
    }

    public override void RunChunk(Worker worker, int chunk, float* kept, float* scratch)
    {
        var results = scratch;
        var image = results + _resultNumbers;
        var planes = image + _imageNumbers;
        var (first, end) = Chunks.RowsOfChunk(chunk, worker.Examples);
        _planes.Clear(planes);
        for (var row = first; row < end; row += _planes.Examples)
        {
            var examples = Math.Min(_planes.Examples, end - row);
            _planes.Fill(_gradient.Data + ((nint)row * _gradient.Width), examples, planes);
            Multiply(kept, planes, examples, results);
            for (var example = 0; example < examples; example++)
            {
                Gather(Example(results, example, image), _into.Data + ((nint)(row + example) * _into.Width));
            }
        }
    }

    private void Multiply(float* kept, float* planes, int examples, float* results)
    {
        for (var i = 0; i < _products.Length; i++)
        {
            _products[i].Run(kept + _preparedAt[i], planes, examples, results);
            results += _products[i].ResultNumbers;
        }
    }

    /// <summary>An example's results, phase after phase.</summary>
    private float* Example(float* results, int example, float* image)
    {
        var first = _products[0].Example(results, example, image);
        for (var i = 1; i < _products.Length; i++)
        {
            results += _products[i - 1].ResultNumbers;
            _ = _products[i].Example(results, example, image + ((nint)i * _products[0].Rows * Grid.ImageStride));
        }

        return first;
    }

    /// <summary>Brings the phases together.</summary>
    private void Gather(float* image, float* to)
    {
        for (var channel = 0; channel < _shape.Channels; channel++, image += Grid.ImageStride)
        {
            foreach (var line in _gathered)
            {
                Line(image + line.Offset, line.Columns, to);
                to += _shape.Width;
            }
        }
    }

    /// <summary>A line of a map: columns in turn from the phases of the stride.</summary>
    private void Line(float* image, int[] columns, float* to)
    {
        if (columns.Length == 0)
        {
            new Span<float>(to, _shape.Width).Clear();
            return;
        }

        switch (columns.Length)
        {
            case 1:
                Runs.Copy(image + columns[0], _shape.Width, to);
                return;
            case 2 when PhasesWide == 2:
                Runs.ZipPairs(image + columns[0], image + columns[1], _shape.Width, to);
                return;
            default:
                break;
        }

        for (var x = 0; x < _shape.Width; x++)
        {
            var phase = x % columns.Length;
            to[x] = (x + _shape.PaddingWidth) % columns.Length < PhasesWide ? image[columns[phase] + (x / columns.Length)] : 0;
        }
    }

    /// <summary>Where the lines of a map are taken from.</summary>
    private GatheredLine[] Gathered() =>
    [
        .. Enumerable.Range(_shape.PaddingHeight, _shape.Height).Select(line => line % _shape.StrideHeight < _shape.KernelHeight
            ? new GatheredLine(
                ((line / _shape.StrideHeight) - FirstOf(line % _shape.StrideHeight, _shape.PaddingHeight, _shape.StrideHeight))
                    * Grid.LineStride,
                Columns(line % _shape.StrideHeight))
            : new GatheredLine(0, [])),
    ];

    /// <summary>Where each column of the stride begins; one that no window meets has no phase, and is not read.</summary>
    private int[] Columns(int phase) =>
    [
        .. Enumerable.Range(_shape.PaddingWidth, _shape.StrideWidth).Select(column =>
            (((phase * PhasesWide) + Math.Min(column % _shape.StrideWidth, _shape.KernelWidth - 1)) * _shape.Channels * Grid.ImageStride)
            + (column / _shape.StrideWidth)
            - FirstOf(column % _shape.StrideWidth, _shape.PaddingWidth, _shape.StrideWidth)),
    ];

    /// <summary>
    /// The first window of the stride that results have for a phase: that of the phase itself, or, where all windows are computed, that of
    /// all.
    /// </summary>
    private int FirstOf(int phase, int padding, int stride) => _single ? FirstWindow(phase, padding, stride) : padding / stride;

    private int[] LinesOf(int phase) => WindowsOf(phase, _shape.Height, _shape.PaddingHeight, _shape.StrideHeight, PhasesHigh);

    private int[] ColumnsOf(int phase) => WindowsOf(phase, _shape.Width, _shape.PaddingWidth, _shape.StrideWidth, PhasesWide);

    private static int FirstWindow(int phase, int padding, int stride) => (padding + stride - 1 - phase) / stride;

    /// <summary>
    /// The windows that meet a phase, as lines or columns of the planes; equally many for each phase, the last one more than once if need
    /// be.
    /// </summary>
    private static int[] WindowsOf(int phase, int size, int padding, int stride, int phases)
    {
        int Count(int phase) => ((padding + size - 1 - phase + stride) / stride) - FirstWindow(phase, padding, stride);
        var (first, count) = (FirstWindow(phase, padding, stride) - (padding / stride), Count(phase));
        return [.. Enumerable.Range(0, Enumerable.Range(0, phases).Max(Count)).Select(i => first + Math.Max(0, Math.Min(i, count - 1)))];
    }

    /// <summary>A line of a map.</summary>
    /// <param name="Offset">Of its first window.</param>
    /// <param name="Columns">What is added for each column of the stride; none where no window meets the line.</param>
    private readonly record struct GatheredLine(int Offset, int[] Columns);
}
