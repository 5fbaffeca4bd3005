namespace Hourglass.Native;

/// <summary>
/// An element-wise loop over a matrix. Its functions run one after the other over tiles that stay in the first cache, so that only what is
/// read and written in the end travels to memory; sums are taken chunk by chunk of rows.
/// </summary>
internal sealed unsafe class LoopOperation : ChunkedOperation
{
    private readonly LoopPlan _plan;
    private readonly int _capacity;
    private readonly float*[] _sumPartials;
    private readonly double*[] _totals;

    public LoopOperation(LoopPlan plan, int capacity, Func<long, nint> allocate)
    {
        _plan = plan;
        _capacity = capacity;
        Sums = [.. plan.Sums.Select(sum => new LoopSum(sum, plan.Division, capacity, allocate))];
        _sumPartials = new float*[Sums.Count];
        _totals = new double*[Sums.Count];
        for (var i = 0; i < Sums.Count; i++)
        {
            _sumPartials[i] = (float*)Sums[i].Columns;
            _totals[i] = (double*)Sums[i].Totals;
        }
    }

    public IReadOnlyList<LoopSum> Sums { get; }

    /// <summary>The numbers that are known only when a step begins.</summary>
    public LoopPlan Plan => _plan;

    public override Division Chunks => _plan.Division;

    public override long Kept => _plan.Scratch;

    public override IEnumerable<Access> Accesses => _plan.Accesses(_capacity).Concat(Sums.Select(sum => sum.PartialAccess));

    public override void Begin(float* kept) => _plan.ExpandRows(kept);

    public override void RunChunk(Worker worker, int chunk, float* kept, float* scratch)
    {
        Clear(chunk);
        var (first, end) = Chunks.RowsOfChunk(chunk, worker.Examples);
        for (var row = first; row < end; row += _plan.TileRows)
        {
            var high = Math.Min(_plan.TileRows, end - row);
            if (_plan.TileRows > 1)
            {
                RunTile(worker, kept, chunk, row, high, 0, _plan.Width);
                continue;
            }

            for (var column = 0; column < _plan.Width; column += LoopPlan.Tile)
            {
                RunTile(worker, kept, chunk, row, high, column, Math.Min(LoopPlan.Tile, _plan.Width - column));
            }
        }
    }

    private void Clear(int chunk)
    {
        for (var i = 0; i < _sumPartials.Length; i++)
        {
            switch (_plan.Sums[i].Kind)
            {
                case SumKind.All:
                    _totals[i][chunk] = 0;
                    break;
                case SumKind.OverRows:
                case SumKind.ByChannel:
                    var width = Sums[i].PartWidth;
                    new Span<float>(_sumPartials[i] + ((nint)chunk * width), width).Clear();
                    break;
                default:
                    break;
            }
        }
    }

    private void RunTile(Worker worker, float* kept, int chunk, int row, int high, int column, int wide)
    {
        var count = high * wide;
        foreach (ref readonly var step in _plan.Steps.AsSpan())
        {
            var x = _plan.Resolve(step.X, worker, kept, row, high, column, wide);
            var y = step.Y.Kind == PlaceKind.None ? x : _plan.Resolve(step.Y, worker, kept, row, high, column, wide);
            var to = _plan.Resolve(step.To, worker, kept, row, high, column, wide);
            step.Function(x, y, to, count, step.NumberAt < 0 ? step.Number : _plan.Numbers[step.NumberAt]);
        }

        for (var i = 0; i < _plan.Sums.Count; i++)
        {
            var sum = _plan.Sums[i];
            Add(i, sum, _plan.Resolve(sum.Of, worker, kept, row, high, column, wide), chunk, row, high, column, wide);
        }
    }

    private void Add(int index, PlannedSum sum, float* values, int chunk, int row, int high, int column, int wide)
    {
        switch (sum.Kind)
        {
            case SumKind.All:
                _totals[index][chunk] += Vectors.Sum(values, high * wide);
                break;
            case SumKind.OverRows:
                for (var r = 0; r < high; r++)
                {
                    Vectors.Add(values + (r * wide), _sumPartials[index] + ((nint)chunk * _plan.Width) + column, wide);
                }

                break;
            case SumKind.ByChannel:
                for (var r = 0; r < high; r++)
                {
                    AddChannels(
                        values + (r * wide),
                        _sumPartials[index] + ((nint)chunk * Sums[index].PartWidth),
                        _plan.Width / Sums[index].PartWidth,
                        column,
                        wide);
                }

                break;
            default:
                for (var r = 0; r < high; r++)
                {
                    var part = (float)Vectors.Sum(values + (r * wide), wide);
                    sum.Into.Data[row + r] = column == 0 ? part : sum.Into.Data[row + r] + part;
                }

                break;
        }
    }

    /// <summary>A tile may begin and end within a channel.</summary>
    private static void AddChannels(float* values, float* sums, int size, int column, int wide)
    {
        for (var at = 0; at < wide;)
        {
            var (channel, within) = Math.DivRem(column + at, size);
            var count = Math.Min(size - within, wide - at);
            sums[channel] += (float)Vectors.Sum(values + at, count);
            at += count;
        }
    }
}
