namespace Hourglass.Native;

/// <summary>Takes down the native step of a model: emitted code describes to it, operation by operation, what a step does.</summary>
public sealed unsafe class NativeProgramBuilder
{
    private readonly NativeLayout _layout;
    private readonly NativeUpdate _update;
    private readonly NativeProduct _product;
    private readonly IRowSource _source;
    private readonly AlignedMemory _memory;
    private readonly float* _rows;
    private readonly float* _fixed;
    private readonly Matrix _terms;
    private readonly List<LoopSum> _pending = [];
    private readonly List<ConvolutionWeightFinish> _unfinished = [];
    private readonly Dictionary<Matrix, RoundedMatrix> _rounded = [];
    private readonly HashSet<Matrix> _isRounded = [];
    private readonly IReadOnlyList<string> _fields;
    private readonly int _threads;
    private int _draws;

    internal NativeProgramBuilder(
        NativeLayout layout,
        NativeUpdate update,
        NativeProduct product,
        IRowSource source,
        AlignedMemory memory,
        NativeSize size,
        IReadOnlyList<string> fields,
        int threads)
    {
        (_fields, _threads) = (fields, threads);
        (_layout, _update, _product, _source, _memory) = (layout, update, product, source, memory);
        _rows = (float*)memory.Take(4 * size.RowNumbers * layout.Capacity);
        _fixed = (float*)memory.Take(4 * size.FixedNumbers);
        _terms = new Matrix((float*)memory.Take(4L * size.Terms), Rows.Fixed(1), size.Terms);
    }

    internal List<Operation> Operations { get; } = [];

    internal Matrix Terms => _terms;

    /// <summary>A field of the data, <c>[N, width]</c>; classes as one-hot vectors.</summary>
    public Matrix Data(string field, int width)
    {
        var matrix = Own(Rows.Batch(1), width);
        Add(new FillOperation(matrix, _source, PlaceOf(field), Given.Data, _layout.Capacity));
        return matrix;
    }

    /// <summary>1 for each example in which a class of the field is given, <c>[N, 1]</c>.</summary>
    public Matrix Present(string field)
    {
        var matrix = Own(Rows.Batch(1), 1);
        Add(new FillOperation(matrix, _source, PlaceOf(field), Given.Present, _layout.Capacity));
        return matrix;
    }

    /// <summary>Every class in turn for all examples, one-hot: <c>[classes · N, classes]</c>.</summary>
    public Matrix UnitRows(int classes)
    {
        var matrix = Own(Rows.Batch(classes), classes);
        Add(new UnitRowsOperation(matrix, _layout.Capacity));
        return matrix;
    }

    /// <summary>Random numbers, <c>[rows · N, width]</c>.</summary>
    public Matrix Draw(int rows, int width)
    {
        var matrix = Own(Rows.Batch(rows), width);
        Add(new FillOperation(matrix, _source, _draws++, Given.Draw, _layout.Capacity));
        return matrix;
    }

    /// <summary>A parameter by its key in <c>state_dict</c>.</summary>
    public Matrix Parameter(string key, int rows, int width) => At(_layout.Parameters, key, rows, width);

    /// <summary>A tensor that no optimizer trains.</summary>
    public Matrix Statistic(string key, int rows, int width) => new((float*)_layout.Statistics[key], Rows.Fixed(rows), width);

    /// <summary>A parameter's gradient.</summary>
    public Matrix Gradient(string key, int rows, int width) => At(_layout.Gradients, key, rows, width);

    /// <summary>Workspace that grows with the batch.</summary>
    /// <param name="offset">Numbers before it, for each example.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="width">Numbers in a row.</param>
    public Matrix Buffer(long offset, Rows rows, int width) => new(_rows + (offset * _layout.Capacity), rows, width);

    /// <summary>Workspace of a fixed size.</summary>
    /// <param name="offset">Numbers before it.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="width">Numbers in a row.</param>
    public Matrix FixedBuffer(long offset, int rows, int width) => new(_fixed + offset, Rows.Fixed(rows), width);

    /// <summary>A term of the objective.</summary>
    public Matrix Term(int index) => new(_terms.Data + index, Rows.Fixed(1), 1);

    /// <summary>A matrix product; transposed operands are written <c>a.T</c>.</summary>
    /// <param name="into">The result.</param>
    /// <param name="left">The left operand.</param>
    /// <param name="right">The right operand.</param>
    /// <param name="accumulate">Whether to add to what is there.</param>
    public void MatMul(Matrix into, Matrix left, Matrix right, bool accumulate = false) =>
        Add(new MatMulOperation(_product.Place(into, left, right, accumulate, _layout.Capacity, Rounded), _layout.Capacity, _threads));

    /// <summary>A convolution.</summary>
    /// <param name="into">The result, <c>[N, filters · height · width]</c>.</param>
    /// <param name="x">The maps, <c>[N, channels · height · width]</c>.</param>
    /// <param name="weight">The weights, <c>[filters, channels · height · width of a window]</c>.</param>
    /// <param name="shape">The sizes.</param>
    public void Convolve(Matrix into, Matrix x, Matrix weight, ConvolutionShape shape) =>
        Add(new ConvolutionOperation(into, x, weight, shape, _layout.Capacity));

    /// <summary>The adjoint of <see cref="Convolve"/> in its maps: a transposed convolution.</summary>
    /// <param name="into">The result, of the maps' size.</param>
    /// <param name="gradient">What is taken back, of the size of a convolution's result.</param>
    /// <param name="weight">The convolution's weights.</param>
    /// <param name="shape">The convolution's sizes.</param>
    public void ConvolveBack(Matrix into, Matrix gradient, Matrix weight, ConvolutionShape shape) =>
        Add(new ConvolutionInputOperation(into, gradient, weight, shape, _layout.Capacity));

    /// <summary>The adjoint of <see cref="Convolve"/> in its weights.</summary>
    /// <param name="into">The result, of the weights' size.</param>
    /// <param name="x">The convolution's maps.</param>
    /// <param name="gradient">What is taken back, of the size of a convolution's result.</param>
    /// <param name="shape">The convolution's sizes.</param>
    public void ConvolveWeight(Matrix into, Matrix x, Matrix gradient, ConvolutionShape shape)
    {
        var parts = new ConvolutionWeightOperation(x, gradient, shape, _layout.Capacity, _memory.Take);
        Add(parts);
        _unfinished.Add(new ConvolutionWeightFinish(into, parts, _layout.Capacity));
    }

    /// <summary>An element-wise loop.</summary>
    /// <param name="rows">Its rows.</param>
    /// <param name="width">Numbers in a row.</param>
    /// <param name="body">What it does.</param>
    public void Each(Rows rows, int width, Action<Lanes> body)
    {
        ArgumentNullException.ThrowIfNull(body);
        var lanes = new Lanes();
        body(lanes);
        var loop = new LoopOperation(LoopCompiler.Compile(rows, width, lanes), _layout.Capacity, _memory.Take);
        Add(loop);
        _pending.AddRange(loop.Sums.Where(sum => sum.HasParts));
    }

    /// <summary>Exponentials that sum to one in each row.</summary>
    public void Softmax(Matrix into, Matrix x) => Add(new SoftmaxOperation(into, x, logarithm: false, _layout.Capacity));

    /// <summary>Their logarithms.</summary>
    public void LogSoftmax(Matrix into, Matrix x) => Add(new SoftmaxOperation(into, x, logarithm: true, _layout.Capacity));

    /// <summary>Copies columns.</summary>
    public void Copy(Matrix into, int intoColumn, Matrix from, int fromColumn, int columns) =>
        Add(new CopyOperation(into, intoColumn, from, fromColumn, columns, _layout.Capacity));

    /// <summary>Columns of a wider matrix, zeros in all others.</summary>
    public void Embed(Matrix into, int intoColumn, Matrix from) =>
        Add(new CopyOperation(into, intoColumn, from, 0, from.Width, _layout.Capacity, clears: true));

    /// <summary>All rows several times over, the repetitions outermost.</summary>
    public void Repeat(Matrix into, Matrix from, int times) => Add(new RepeatOperation(into, from, times, _layout.Capacity));

    /// <summary>The sum over repetitions.</summary>
    public void SumRepeats(Matrix into, Matrix from, int times) => Add(new FoldOperation(into, from, times, _layout.Capacity));

    /// <summary>The logarithm of the sum of exponentials over repetitions.</summary>
    public void LogSumRepeats(Matrix into, Matrix from, int times) => Add(new LogFoldOperation(into, from, times, _layout.Capacity));

    /// <summary>Ends the step here where a term is NaN or infinite: no parameter has moved yet.</summary>
    public void CheckTerms() => Add(new CheckOperation(_terms));

    /// <summary>Scales all gradients so that their norm is at most a limit.</summary>
    public void ClipGradients(double limit)
    {
        var gradients = new Matrix((float*)_layout.Gradients, Rows.Fixed(1), checked((int)_layout.Length));
        var squares = _memory.Take(8L * ClipOperation.Blocks(gradients.Width));
        Add(new ClipOperation(gradients, limit, squares, isFirst: true));
        Add(new ClipOperation(gradients, limit, squares, isFirst: false));
    }

    /// <summary>Moves each number of the gradients into the interval from minus a limit to the limit.</summary>
    public void BoundGradients(double limit) =>
        Add(new BoundOperation(new Matrix((float*)_layout.Gradients, Rows.Fixed(1), checked((int)_layout.Length)), limit));

    /// <summary>Moves a parameter by its gradient: right behind the product that gives the gradient, on the same thread.</summary>
    public void Update(string key, int rows, int width)
    {
        var parameter = Parameter(key, rows, width);
        var gradient = Gradient(key, rows, width);
        FinishWhere([Access.Any(gradient, writes: false, _layout.Capacity)]);
        var division = Operations.LastOrDefault(operation => operation.Result?.Matrix == gradient)?.Result?.Division
            ?? Division.Of(Rows.Fixed(rows));
        Add(new UpdateOperation(parameter, _update, _layout.Places[key].Offset, division, _layout.Capacity));
    }

    internal void Finish() => FinishSums();

    private int PlaceOf(string field) => _fields.ToList().IndexOf(field);

    private Matrix Own(Rows rows, int width) => new((float*)_memory.Take(4L * rows.Of(_layout.Capacity) * width), rows, width);

    private Matrix At(nint flat, string key, int rows, int width) =>
        new((float*)flat + _layout.Places[key].Offset, Rows.Fixed(rows), width);

    private void Add(Operation operation)
    {
        FinishWhere(operation.Accesses);
        Append(operation);
    }

    private void Append(Operation operation)
    {
        Operations.Add(operation);
        foreach (var write in operation.Accesses.Where(access => access.Writes))
        {
            _isRounded.RemoveWhere(matrix => write.Meets(Access.Any(matrix, writes: false, _layout.Capacity)));
        }
    }

    /// <summary>
    /// A matrix in bfloat16: rounded where it is first an operand, and again where it has been written since. What nothing has written
    /// before, a parameter, is rounded when the step begins: threads that wait for each other once have all of them.
    /// </summary>
    private RoundedMatrix Rounded(Matrix matrix)
    {
        var lying = matrix.IsTransposed ? matrix.T : matrix;
        FinishWhere([Access.Any(lying, writes: false, _layout.Capacity)]);
        if (!_rounded.TryGetValue(lying, out var rounded))
        {
            rounded = new RoundedMatrix((ushort*)_memory.Take(2L * lying.Rows.Of(_layout.Capacity) * lying.Width), lying.Rows, lying.Width);
            _rounded.Add(lying, rounded);
        }

        if (_isRounded.Add(lying))
        {
            var round = new RoundOperation(lying, rounded, _layout.Capacity);
            var isGiven = !Operations.Exists(operation => operation.Accesses.Any(
                access => access.Writes && access.Meets(Access.Any(lying, writes: false, _layout.Capacity))));
            Operations.Insert(isGiven ? 0 : Operations.Count, round);
        }

        return matrix.IsTransposed ? rounded.T : rounded;
    }

    /// <summary>Brings parts together as late as possible, and all at once: threads wait for each other before it.</summary>
    private void FinishWhere(IEnumerable<Access> accesses)
    {
        if (_pending.Count + _unfinished.Count > 0 && accesses.Any(access => Pending().Any(access.Meets)))
        {
            FinishSums();
        }
    }

    private IEnumerable<Access> Pending() => _pending
        .Select(sum => Access.Any(sum.Into, writes: true, _layout.Capacity))
        .Concat(_unfinished.Select(finish => Access.Any(finish.Into, writes: true, _layout.Capacity)));

    private void FinishSums()
    {
        if (_pending.Count > 0)
        {
            Append(new FinishOperation([.. _pending], _layout.Capacity));
            _pending.Clear();
        }

        foreach (var finish in _unfinished)
        {
            Append(finish);
        }

        _unfinished.Clear();
    }
}

/// <summary>The workspace of a native step, in numbers.</summary>
/// <param name="RowNumbers">For each example.</param>
/// <param name="FixedNumbers">In all.</param>
/// <param name="Terms">Terms of the objective.</param>
internal readonly record struct NativeSize(long RowNumbers, long FixedNumbers, int Terms);
