namespace Hourglass.Native;

/// <summary>Moves parameters by their gradients; each thread a part of its own.</summary>
internal sealed unsafe class UpdateOperation(
    Matrix parameter,
    NativeUpdate update,
    long offset,
    Division division,
    int capacity) : ChunkedOperation
{
    public override Division Chunks => division;

    public override IEnumerable<Access> Accesses =>
        update.Matrices(parameter, offset).Select(matrix => Access.Own(matrix.Matrix, division, matrix.Writes, capacity));

    public override void RunChunk(Worker worker, int chunk, float* kept, float* scratch)
    {
        var (first, end) = division.RowsOfChunk(chunk, worker.Examples);
        update.Run(offset + ((long)first * parameter.Width), (end - first) * parameter.Width);
    }
}

/// <summary>Scales all gradients where their norm is too large.</summary>
internal sealed unsafe class ClipOperation : Operation
{
    private const int Block = 4096;

    private readonly Matrix _gradients;
    private readonly double _limit;
    private readonly double* _squares;
    private readonly bool _isFirst;

    /// <param name="gradients">All of them as one row.</param>
    /// <param name="limit">The largest norm.</param>
    /// <param name="squares">A number for each block.</param>
    /// <param name="isFirst">Whether squares are summed; the scaling follows behind a barrier.</param>
    public ClipOperation(Matrix gradients, double limit, nint squares, bool isFirst)
    {
        (_gradients, _limit, _isFirst) = (gradients, limit, isFirst);
        _squares = (double*)squares;
    }

    public static int Blocks(int count) => (count + Block - 1) / Block;

    public override IEnumerable<Access> Accesses =>
    [
        Access.Any(_gradients, writes: !_isFirst, 0),
        new Access((nint)_squares, 8L * Blocks(_gradients.Width), 0, _isFirst, null),
    ];

    public override bool Run(Worker worker)
    {
        var blocks = Blocks(_gradients.Width);
        var (first, end) =
            ((int)((long)blocks * worker.Number / worker.Threads), (int)((long)blocks * (worker.Number + 1) / worker.Threads));
        if (_isFirst)
        {
            for (var block = first; block < end; block++)
            {
                _squares[block] = Vectors.SumOfSquares(
                    _gradients.Data + (block * Block),
                    Math.Min(Block, _gradients.Width - (block * Block)));
            }

            return true;
        }

        var sum = 0.0;
        for (var block = 0; block < blocks; block++)
        {
            sum += _squares[block];
        }

        var scale = _limit / (Math.Sqrt(sum) + 1e-6);
        if (scale < 1)
        {
            var from = first * Block;
            var count = Math.Min(_gradients.Width, end * Block) - from;
            var at = _gradients.Data + from;
            Vectors.Apply<ScaleBy>(at, at, at, Math.Max(0, count), (float)scale);
        }

        return true;
    }
}

/// <summary>Bounds each number of the gradients; each thread a part of its own.</summary>
/// <param name="gradients">All of them as one row.</param>
/// <param name="limit">The largest magnitude.</param>
internal sealed unsafe class BoundOperation(Matrix gradients, double limit) : Operation
{
    public override IEnumerable<Access> Accesses => [Access.Any(gradients, writes: true, 0)];

    public override bool Run(Worker worker)
    {
        var first = (int)((long)gradients.Width * worker.Number / worker.Threads);
        var end = (int)((long)gradients.Width * (worker.Number + 1) / worker.Threads);
        var at = gradients.Data + first;
        Vectors.Apply<BoundBy>(at, at, at, end - first, (float)limit);
        return true;
    }
}
