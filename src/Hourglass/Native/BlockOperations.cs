namespace Hourglass.Native;

/// <summary>Copies columns from one matrix to another; the others stay as they are, or are cleared.</summary>
internal sealed unsafe class CopyOperation(
    Matrix into, int intoColumn, Matrix from, int fromColumn, int columns, int capacity, bool clears = false) : Operation
{
    private readonly Division _division = new(into.Rows, Division.Activations);

    public override IEnumerable<Access> Accesses =>
    [
        Access.Own(into, _division, writes: true, capacity),
        from.Rows == into.Rows ? Access.Own(from, _division, writes: false, capacity) : Access.Any(from, writes: false, capacity),
    ];

    public override bool Run(Worker worker)
    {
        var (first, end) = _division.RowsOf(worker.Number, worker.Threads, worker.Examples);
        for (var row = first; row < end; row++)
        {
            var to = new Span<float>(into.Data + ((nint)row * into.Width), into.Width);
            if (clears)
            {
                to.Clear();
            }

            new ReadOnlySpan<float>(from.Data + ((nint)row * from.Width) + fromColumn, columns).CopyTo(to[intoColumn..]);
        }

        return true;
    }
}

/// <summary>Rows of one-hot vectors: as many as examples for each element in turn.</summary>
internal sealed unsafe class UnitRowsOperation(Matrix into, int capacity) : Operation
{
    private readonly Division _division = new(into.Rows, Division.Activations);

    public override IEnumerable<Access> Accesses => [Access.Own(into, _division, writes: true, capacity)];

    public override bool Run(Worker worker)
    {
        var (first, end) = _division.RowsOf(worker.Number, worker.Threads, worker.Examples);
        for (var row = first; row < end; row++)
        {
            var to = new Span<float>(into.Data + ((nint)row * into.Width), into.Width);
            to.Clear();
            to[row / worker.Examples] = 1;
        }

        return true;
    }
}

/// <summary>All rows several times over, the repetitions outermost.</summary>
internal sealed unsafe class RepeatOperation(Matrix into, Matrix from, int times, int capacity) : Operation
{
    private readonly Division _division = new(from.Rows, Division.Activations);

    public override IEnumerable<Access> Accesses =>
    [
        Access.Any(into, writes: true, capacity),
        Access.Own(from, _division, writes: false, capacity)
    ];

    public override bool Run(Worker worker)
    {
        var (first, end) = _division.RowsOf(worker.Number, worker.Threads, worker.Examples);
        var count = (end - first) * from.Width;
        for (var time = 0; time < times && count > 0; time++)
        {
            var to = into.Data + ((((nint)time * from.Rows.Of(worker.Examples)) + first) * from.Width);
            new ReadOnlySpan<float>(from.Data + ((nint)first * from.Width), count).CopyTo(new Span<float>(to, count));
        }

        return true;
    }
}

/// <summary>The sum over repetitions.</summary>
internal sealed unsafe class FoldOperation(Matrix into, Matrix from, int times, int capacity) : Operation
{
    private readonly Division _division = new(into.Rows, Division.Activations);

    public override IEnumerable<Access> Accesses =>
    [
        Access.Own(into, _division, writes: true, capacity),
        Access.Any(from, writes: false, capacity)
    ];

    public override bool Run(Worker worker)
    {
        var (first, end) = _division.RowsOf(worker.Number, worker.Threads, worker.Examples);
        var count = (end - first) * into.Width;
        if (count <= 0)
        {
            return true;
        }

        var to = into.Data + ((nint)first * into.Width);
        new Span<float>(to, count).Clear();
        for (var time = 0; time < times; time++)
        {
            Vectors.Add(from.Data + ((((nint)time * into.Rows.Of(worker.Examples)) + first) * into.Width), to, count);
        }

        return true;
    }
}

/// <summary>What a step is given.</summary>
internal enum Given
{
    /// <summary>A field.</summary>
    Data,

    /// <summary>Whether a field's classes are given.</summary>
    Present,

    /// <summary>Random numbers.</summary>
    Draw,
}

/// <summary>Fills what the step is given; each thread its own rows.</summary>
internal sealed unsafe class FillOperation(Matrix into, IRowSource source, int number, Given given, int capacity) : Operation
{
    private readonly Division _division = new(into.Rows, Division.Activations);

    public override IEnumerable<Access> Accesses => [Access.Own(into, _division, writes: true, capacity)];

    public override bool Run(Worker worker)
    {
        var (first, end) = _division.RowsOf(worker.Number, worker.Threads, worker.Examples);
        if (end > first)
        {
            var to = new Span<float>(into.Data + ((nint)first * into.Width), (end - first) * into.Width);
            switch (given)
            {
                case Given.Data:
                    source.FillData(number, to, first, end - first);
                    break;
                case Given.Present:
                    source.FillPresent(number, to, first);
                    break;
                default:
                    source.FillDraw(number, to, (long)first * into.Width);
                    break;
            }
        }

        return true;
    }
}

/// <summary>Ends the step where a term is NaN or infinite.</summary>
internal sealed unsafe class CheckOperation(Matrix terms) : Operation
{
    public override IEnumerable<Access> Accesses => [Access.Any(terms, writes: false, 0)];

    public override bool Run(Worker worker)
    {
        for (var i = 0; i < terms.Width; i++)
        {
            if (!float.IsFinite(terms.Data[i]))
            {
                return false;
            }
        }

        return true;
    }
}
