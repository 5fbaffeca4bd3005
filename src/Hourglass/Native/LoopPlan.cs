namespace Hourglass.Native;

/// <summary>A recorded loop, ready to run: its functions in order, each with the places that it reads and writes.</summary>
internal sealed unsafe class LoopPlan
{
    /// <summary>Numbers of a tile: with a handful of registers it stays in the first cache.</summary>
    public const int Tile = 512;

    private readonly Matrix[] _matrices;
    private readonly int[] _expansions;
    private readonly Rows _rows;

    public LoopPlan(
        Rows rows,
        int width,
        IReadOnlyList<Matrix> matrices,
        LoopStep[] steps,
        IReadOnlyList<PlannedSum> sums,
        IReadOnlyList<Expansion> expanded,
        int registers,
        IReadOnlyList<LaneNode> factors,
        IReadOnlyList<(Matrix Matrix, bool Writes)> touched)
    {
        (_rows, Width, _matrices, Steps, Sums, Expanded, Factors, Touched) =
            (rows, width, [.. matrices], steps, sums, expanded, factors, touched);
        Division = Division.Of(rows);
        TileRows = width >= Tile ? 1 : Math.Min(Division.Chunk, Tile / width);
        Numbers = new float[factors.Count];
        _expansions = new int[expanded.Count];
        Scratch = (long)Tile * registers;
        for (var i = 0; i < expanded.Count; i++)
        {
            _expansions[i] = IsInPlace(expanded[i]) ? -1 : checked((int)Scratch);
            Scratch += IsInPlace(expanded[i]) ? 0 : Math.Max(Tile, width);
        }
    }

    public int Width { get; }

    public Division Division { get; }

    /// <summary>Rows of a tile; 1 where a row is cut into several tiles.</summary>
    public int TileRows { get; }

    public LoopStep[] Steps { get; }

    public IReadOnlyList<PlannedSum> Sums { get; }

    /// <summary>What is repeated to the size of a tile, or of a row that is larger.</summary>
    public IReadOnlyList<Expansion> Expanded { get; }

    public IReadOnlyList<LaneNode> Factors { get; }

    /// <summary>The factors' values in this step.</summary>
    public float[] Numbers { get; }

    /// <summary>Every matrix that it reads or writes.</summary>
    public IReadOnlyList<(Matrix Matrix, bool Writes)> Touched { get; }

    public long Scratch { get; }

    /// <summary>What is touched; a matrix of the loop's rows row by row.</summary>
    public IEnumerable<Access> Accesses(int capacity) => Touched.Select(touched => touched.Matrix.Rows == _rows
        ? Access.Own(touched.Matrix, Division, touched.Writes, capacity)
        : Access.Any(touched.Matrix, touched.Writes, capacity));

    /// <summary>Computes the factors.</summary>
    public void Begin(int examples, ReadOnlySpan<double> weights)
    {
        for (var i = 0; i < Numbers.Length; i++)
        {
            var value = Factors[i].Number * Math.Pow(examples, -Factors[i].RowsPower);
            foreach (var weight in Factors[i].Weights ?? [])
            {
                value *= weights[weight];
            }

            Numbers[i] = (float)value;
        }
    }

    /// <summary>Repeats what is broadcast over tiles of several rows, and over channels.</summary>
    public void ExpandRows(float* scratch)
    {
        for (var i = 0; i < Expanded.Count; i++)
        {
            if (_expansions[i] < 0)
            {
                continue;
            }

            var matrix = _matrices[Expanded[i].Matrix];
            var to = scratch + _expansions[i];
            if (Expanded[i].ByChannel)
            {
                Spread(matrix, to);
            }
            else
            {
                Runs.Copy(matrix.Data, Width, to);
            }

            for (var row = 1; row < TileRows; row++)
            {
                Runs.Copy(to, Width, to + (row * Width));
            }
        }
    }

    /// <summary>Writes each channel's number over its part of a row.</summary>
    private void Spread(Matrix matrix, float* to)
    {
        var channels = matrix.Rows.Of(0);
        var size = Width / channels;
        for (var channel = 0; channel < channels; channel++)
        {
            new Span<float>(to + ((nint)channel * size), size).Fill(matrix.Data[channel]);
        }
    }

    /// <summary>Where a row is cut into several tiles, the parts of one row are read where they are.</summary>
    private bool IsInPlace(Expansion expansion) => !expansion.ByChannel && TileRows == 1;

    /// <summary>Where a tile's numbers are.</summary>
    public float* Resolve(Place place, Worker worker, float* scratch, int row, int high, int column, int wide)
    {
        var register = scratch + ((nint)place.Register * Tile);
        switch (place.Kind)
        {
            case PlaceKind.Register:
                return register;
            case PlaceKind.Same:
                return _matrices[place.Matrix].Data + ((nint)row * Width) + column;
            case PlaceKind.OneRow:
                return _expansions[place.Register] >= 0
                    ? scratch + _expansions[place.Register] + column
                    : _matrices[place.Matrix].Data + column;
            case PlaceKind.OneColumn:
                for (var r = 0; r < high; r++)
                {
                    new Span<float>(register + (r * wide), wide).Fill(_matrices[place.Matrix].Data[row + r]);
                }

                return register;
            case PlaceKind.OneNumber:
                new Span<float>(register, high * wide).Fill(_matrices[place.Matrix].Data[0]);
                return register;
            case PlaceKind.Repeated:
                return Repeated(
                    _matrices[place.Matrix],
                    register,
                    worker.Examples * _matrices[place.Matrix].Rows.PerExample,
                    row,
                    high,
                    column,
                    wide);
            default:
                return register;
        }
    }

    /// <summary>Rows that come again and again; a tile over the seam is put together.</summary>
    private float* Repeated(Matrix matrix, float* register, int period, int row, int high, int column, int wide)
    {
        var first = row % period;
        if (first + high <= period)
        {
            return matrix.Data + ((nint)first * Width) + column;
        }

        for (var r = 0; r < high; r++)
        {
            new ReadOnlySpan<float>(
                matrix.Data + ((nint)((row + r) % period) * Width) + column,
                wide).CopyTo(new Span<float>(register + (r * wide), wide));
        }

        return register;
    }
}

/// <summary>A function of a loop.</summary>
internal readonly unsafe struct LoopStep(
    delegate*<float*, float*, float*, int, float, void> function,
    Place x,
    Place y,
    Place to,
    float number,
    int numberAt)
{
    public readonly delegate*<float*, float*, float*, int, float, void> Function = function;

    public readonly Place X = x;

    public readonly Place Y = y;

    public readonly Place To = to;

    public readonly float Number = number;

    /// <summary>The factor that is its number, or -1.</summary>
    public readonly int NumberAt = numberAt;
}

/// <summary>A sum of a loop.</summary>
/// <param name="Into">Where it goes.</param>
/// <param name="Of">What is summed.</param>
/// <param name="Kind">Over what.</param>
internal sealed record PlannedSum(Matrix Into, Place Of, SumKind Kind);

/// <summary>Over what a loop sums.</summary>
internal enum SumKind
{
    /// <summary>Everything, into one number.</summary>
    All,

    /// <summary>The rows, into one row.</summary>
    OverRows,

    /// <summary>The columns, into one column.</summary>
    OverColumns,

    /// <summary>Everything but the channels, into a number for each.</summary>
    ByChannel,
}

/// <summary>Numbers that a loop repeats before it begins.</summary>
/// <param name="Matrix">The matrix, by its place in the plan.</param>
/// <param name="ByChannel">Whether there is one for each channel; otherwise for each column.</param>
internal readonly record struct Expansion(int Matrix, bool ByChannel);

/// <summary>Where a loop's numbers are.</summary>
/// <param name="Kind">How to find them.</param>
/// <param name="Matrix">The matrix, by its place in the plan.</param>
/// <param name="Register">A register; for a matrix that is broadcast, the one that it is spread in; for one row, its place among the
/// expansions.</param>
internal readonly record struct Place(PlaceKind Kind, int Matrix = -1, int Register = 0);

/// <summary>How a loop finds numbers.</summary>
internal enum PlaceKind
{
    /// <summary>There are none.</summary>
    None,

    /// <summary>In a register.</summary>
    Register,

    /// <summary>In a matrix of the loop's size.</summary>
    Same,

    /// <summary>In a matrix of one row.</summary>
    OneRow,

    /// <summary>In a matrix of one column.</summary>
    OneColumn,

    /// <summary>In a matrix of one number.</summary>
    OneNumber,

    /// <summary>In a matrix whose rows come again.</summary>
    Repeated,
}
