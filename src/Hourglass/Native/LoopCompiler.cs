namespace Hourglass.Native;

/// <summary>
/// Turns a recorded loop into a plan: constants into numbers of functions, values into registers or straight into their matrices.
/// </summary>
internal sealed class LoopCompiler
{
    private readonly Rows _rows;
    private readonly int _width;
    private readonly Lanes _lanes;
    private readonly List<Matrix> _matrices = [];
    private readonly List<LaneNode> _factors = [];
    private readonly List<Expansion> _expanded = [];
    private readonly List<LoopStep> _steps = [];
    private readonly Dictionary<int, Place> _places = [];
    private readonly int[] _lastUse;
    private readonly SortedSet<int> _free = [];
    private readonly Dictionary<int, int> _busy = [];
    private readonly HashSet<int> _direct;
    private int _registers;

    private LoopCompiler(Rows rows, int width, Lanes lanes)
    {
        (_rows, _width, _lanes) = (rows, width, lanes);
        _lastUse = LastUses();
        _direct = [.. lanes.Writes.Where(IsDirect).Select(write => write.Lane)];
    }

    public static LoopPlan Compile(Rows rows, int width, Lanes lanes) => new LoopCompiler(rows, width, lanes).Compile();

    private unsafe LoopPlan Compile()
    {
        for (var i = 0; i < _lanes.Nodes.Count; i++)
        {
            var node = _lanes.Nodes[i];
            if (node.Kind is not (LaneKind.Read or LaneKind.ReadChannels or LaneKind.Factor) && _lastUse[i] > i)
            {
                AddStep(node, i);
            }

            Release(i);
        }

        foreach (var (into, lane) in _lanes.Writes.Where(
            write => !_direct.Contains(write.Lane) || _places[write.Lane].Matrix != MatrixOf(write.Into)))
        {
            _steps.Add(
                new LoopStep(LaneFunctions.Of(LaneKind.Copied), PlaceOf(lane), default, new Place(PlaceKind.Same, MatrixOf(into)), 0, -1));
        }

        var sums = _lanes.Sums.Select(
            sum => new PlannedSum(sum.Into, PlaceOf(sum.Lane), sum.ByChannel ? SumKind.ByChannel : KindOf(sum.Into))).ToArray();
        var touched = _lanes.Nodes.Where(node => node.Kind is LaneKind.Read or LaneKind.ReadChannels).Select(node => (node.Matrix, false))
            .Concat(_lanes.Writes.Select(write => (write.Into, true)))
            .Concat(sums.Where(sum => sum.Kind == SumKind.OverColumns).Select(sum => (sum.Into, true)))
            .ToArray();

        return new LoopPlan(_rows, _width, _matrices, [.. _steps], sums, _expanded, _registers, _factors, touched);
    }

    private unsafe void AddStep(LaneNode node, int index)
    {
        var (kind, x, y, number, factor) = Simplified(node);
        var (placeX, placeY) = (x < 0 ? default : PlaceOf(x), y < 0 ? new Place(PlaceKind.None) : PlaceOf(y));
        var to = Target(index);
        _places[index] = to;
        _steps.Add(
            new LoopStep(LaneFunctions.Of(kind), x < 0 ? to : placeX, placeY, to, (float)number, factor < 0 ? -1 : FactorAt(factor)));
    }

    /// <summary>A function of a value and a number that is known before the step takes the number as its own.</summary>
    private (LaneKind Kind, int X, int Y, double Number, int Factor) Simplified(LaneNode node)
    {
        var (left, right) = (IsFactor(node.X), IsFactor(node.Y));
        return (node.Kind, left, right) switch
        {
            (LaneKind.Times, true, false) => (LaneKind.ScaleBy, node.Y, -1, 0, node.X),
            (LaneKind.Times, false, true) => (LaneKind.ScaleBy, node.X, -1, 0, node.Y),
            (LaneKind.Plus, true, false) => (LaneKind.ShiftBy, node.Y, -1, 0, node.X),
            (LaneKind.Plus, false, true) => (LaneKind.ShiftBy, node.X, -1, 0, node.Y),
            (LaneKind.Minus, true, false) => (LaneKind.ReverseMinus, node.Y, -1, 0, node.X),
            (LaneKind.Over, true, false) => (LaneKind.ReverseOver, node.Y, -1, 0, node.X),
            _ => (node.Kind, node.X, node.Y, node.Number, -1),
        };
    }

    private bool IsFactor(int index) => index >= 0 && _lanes.Nodes[index].Kind == LaneKind.Factor;

    private int FactorAt(int index)
    {
        var at = _factors.IndexOf(_lanes.Nodes[index]);
        if (at < 0)
        {
            at = _factors.Count;
            _factors.Add(_lanes.Nodes[index]);
        }

        return at;
    }

    private unsafe Place PlaceOf(int index)
    {
        if (_places.TryGetValue(index, out var place))
        {
            return place;
        }

        var node = _lanes.Nodes[index];
        if (node.Kind == LaneKind.Factor)
        {
            place = new Place(PlaceKind.Register, -1, Take(index));
            _steps.Add(new LoopStep(LaneFunctions.Of(LaneKind.Filled), place, new Place(PlaceKind.None), place, 0, FactorAt(index)));
        }
        else
        {
            place = node.Kind == LaneKind.ReadChannels ? Expanded(MatrixOf(node.Matrix), true) : Read(node.Matrix, index);
        }

        _places[index] = place;
        return place;
    }

    private Place Read(Matrix matrix, int index)
    {
        var at = MatrixOf(matrix);
        if (matrix.Rows == _rows && matrix.Width == _width)
        {
            return new Place(PlaceKind.Same, at);
        }

        if (matrix.Width == _width && matrix.Rows == Rows.Fixed(1))
        {
            return Expanded(at, false);
        }

        var kind = matrix switch
        {
            { Width: 1 } when matrix.Rows == Rows.Fixed(1) => PlaceKind.OneNumber,
            { Width: 1 } when matrix.Rows == _rows => PlaceKind.OneColumn,
            _ when matrix.Width == _width && matrix.Rows.PerExample > 0 && _rows.PerExample % matrix.Rows.PerExample == 0 =>
                PlaceKind.Repeated,
            _ => throw new ArgumentException(
                $"A matrix of {matrix.Rows} by {matrix.Width} cannot be read in a loop over {_rows} by {_width}."),
        };
        return new Place(kind, at, Take(index));
    }

    private Place Expanded(int matrix, bool byChannel)
    {
        var expansion = new Expansion(matrix, byChannel);
        if (!_expanded.Contains(expansion))
        {
            _expanded.Add(expansion);
        }

        return new Place(PlaceKind.OneRow, matrix, _expanded.IndexOf(expansion));
    }

    private int MatrixOf(Matrix matrix)
    {
        var at = _matrices.IndexOf(matrix);
        if (at < 0)
        {
            at = _matrices.Count;
            _matrices.Add(matrix);
        }

        return at;
    }

    private Place Target(int index) => _direct.Contains(index)
        ? new Place(PlaceKind.Same, MatrixOf(_lanes.Writes.First(write => write.Lane == index).Into))
        : new Place(PlaceKind.Register, -1, Take(index));

    /// <summary>A result goes straight to its matrix, unless what is there is still to be read.</summary>
    private bool IsDirect((Matrix Into, int Lane) write)
    {
        if (_lanes.Nodes[write.Lane].Kind is LaneKind.Read or LaneKind.ReadChannels or LaneKind.Factor)
        {
            return false;
        }

        for (var i = 0; i < _lanes.Nodes.Count; i++)
        {
            if (_lanes.Nodes[i].Kind is LaneKind.Read or LaneKind.ReadChannels
                && SameMemory(_lanes.Nodes[i].Matrix, write.Into)
                && _lastUse[i] > write.Lane)
            {
                return false;
            }
        }

        // Two results in the same memory cannot be; a result that goes to two places is copied to the second.
        return _lanes.Writes.First(other => other.Lane == write.Lane) == write;
    }

    private static unsafe bool SameMemory(Matrix x, Matrix y) => x.Data == y.Data;

    private SumKind KindOf(Matrix into) => into switch
    {
        { Width: 1 } when into.Rows == Rows.Fixed(1) => SumKind.All,
        _ when into.Width == _width && into.Rows == Rows.Fixed(1) => SumKind.OverRows,
        { Width: 1 } when into.Rows == _rows => SumKind.OverColumns,
        _ => throw new ArgumentException($"A loop over {_rows} by {_width} cannot be summed into {into.Rows} by {into.Width}."),
    };

    private int[] LastUses()
    {
        var last = new int[_lanes.Nodes.Count];
        for (var i = 0; i < last.Length; i++)
        {
            var node = _lanes.Nodes[i];
            foreach (var input in new[] { node.X, node.Y }.Where(input => input >= 0))
            {
                last[input] = i;
            }
        }

        foreach (var lane in _lanes.Writes.Select(write => write.Lane).Concat(_lanes.Sums.Select(sum => sum.Lane)))
        {
            last[lane] = int.MaxValue;
        }

        return last;
    }

    private int Take(int index)
    {
        int register;
        if (_free.Count > 0)
        {
            register = _free.Min;
            _free.Remove(register);
        }
        else
        {
            register = _registers++;
        }

        _busy[index] = register;
        return register;
    }

    private void Release(int at)
    {
        foreach (var (index, register) in _busy.Where(pair => _lastUse[pair.Key] <= at).ToArray())
        {
            _busy.Remove(index);
            _free.Add(register);
        }
    }
}
