namespace Hourglass.Native;

/// <summary>A recorded loop, ready to run: its functions in order, each with the places that it reads and writes.</summary>
internal sealed unsafe class LoopPlan
{
    /// <summary>Numbers of a tile: with a handful of registers it stays in the first cache.</summary>
    public const int Tile = 512;

    private readonly Matrix[] _matrices;
    private readonly Rows _rows;

    public LoopPlan(Rows rows, int width, IReadOnlyList<Matrix> matrices, LoopStep[] steps, IReadOnlyList<PlannedSum> sums, IReadOnlyList<int> expanded, int registers, IReadOnlyList<LaneNode> factors, IReadOnlyList<(Matrix Matrix, bool Writes)> touched)
    {
        (_rows, Width, _matrices, Steps, Sums, Expanded, Registers, Factors, Touched) = (rows, width, [.. matrices], steps, sums, expanded, registers, factors, touched);
        Division = new Division(rows, Division.Activations);
        TileRows = width >= Tile ? 1 : Math.Min(Division.Chunk, Tile / width);
        Numbers = new float[factors.Count];
    }

    public int Width { get; }

    public Division Division { get; }

    /// <summary>Rows of a tile; 1 where a row is cut into several tiles.</summary>
    public int TileRows { get; }

    public LoopStep[] Steps { get; }

    public IReadOnlyList<PlannedSum> Sums { get; }

    /// <summary>The matrices of one row that are repeated to the size of a tile.</summary>
    public IReadOnlyList<int> Expanded { get; }

    public int Registers { get; }

    public IReadOnlyList<LaneNode> Factors { get; }

    /// <summary>The factors' values in this step.</summary>
    public float[] Numbers { get; }

    /// <summary>Every matrix that it reads or writes.</summary>
    public IReadOnlyList<(Matrix Matrix, bool Writes)> Touched { get; }

    public long Scratch => (long)Tile * (Registers + (TileRows > 1 ? Expanded.Count : 0));

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

    /// <summary>Repeats the rows that are broadcast over tiles of several rows.</summary>
    public void ExpandRows(float* scratch)
    {
        // Where a row is cut into several tiles, the parts of the one row are read where they are.
        for (var i = 0; i < Expanded.Count && TileRows > 1; i++)
        {
            var to = scratch + ((nint)(Registers + i) * Tile);
            var from = new ReadOnlySpan<float>(_matrices[Expanded[i]].Data, Width);
            for (var row = 0; row < TileRows; row++)
            {
                from.CopyTo(new Span<float>(to + (row * Width), Width));
            }
        }
    }

    /// <summary>Where a tile's numbers are.</summary>
    public float* Resolve(Place place, Worker worker, int row, int high, int column, int wide)
    {
        var register = worker.Scratch + ((nint)place.Register * Tile);
        switch (place.Kind)
        {
            case PlaceKind.Register:
                return register;
            case PlaceKind.Same:
                return _matrices[place.Matrix].Data + ((nint)row * Width) + column;
            case PlaceKind.OneRow:
                return TileRows > 1 ? register : _matrices[place.Matrix].Data + column;
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
                return Repeated(_matrices[place.Matrix], register, worker.Examples * _matrices[place.Matrix].Rows.PerExample, row, high, column, wide);
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
            new ReadOnlySpan<float>(matrix.Data + ((nint)((row + r) % period) * Width) + column, wide).CopyTo(new Span<float>(register + (r * wide), wide));
        }

        return register;
    }
}

/// <summary>A function of a loop.</summary>
internal readonly unsafe struct LoopStep(delegate*<float*, float*, float*, int, float, void> function, Place x, Place y, Place to, float number, int numberAt)
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
}

/// <summary>Where a loop's numbers are.</summary>
/// <param name="Kind">How to find them.</param>
/// <param name="Matrix">The matrix, by its place in the plan.</param>
/// <param name="Register">A register; for a matrix that is broadcast, the one that it is spread in.</param>
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
