namespace Hourglass.Native;

/// <summary>The partial sums of a loop, chunk by chunk, and how they become one.</summary>
internal sealed unsafe class LoopSum
{
    private readonly PlannedSum _sum;
    private readonly Division _division;
    private readonly long _bytes;

    public LoopSum(PlannedSum sum, Division division, int capacity, Func<long, nint> allocate)
    {
        (_sum, _division) = (sum, division);
        var chunks = Math.Max(1, division.Chunks(capacity));
        PartWidth = sum.Kind == SumKind.ByChannel ? sum.Into.Rows.Of(0) : sum.Into.Width;
        _bytes = sum.Kind switch { SumKind.All => 8L * chunks, SumKind.OverRows or SumKind.ByChannel => 4L * chunks * PartWidth, _ => 0 };
        var memory = _bytes == 0 ? 0 : allocate(_bytes);
        (Columns, Totals) = (sum.Kind is SumKind.OverRows or SumKind.ByChannel ? memory : 0, sum.Kind == SumKind.All ? memory : 0);
    }

    public Matrix Into => _sum.Into;

    /// <summary>Numbers of a part.</summary>
    public int PartWidth { get; }

    /// <summary>Whether the loop leaves parts that must be brought together.</summary>
    public bool HasParts => _bytes > 0;

    public nint Columns { get; }

    public nint Totals { get; }

    public Access PartialAccess => new(Columns + Totals, _bytes, 0, Writes: true, _division);

    /// <summary>Brings the parts together, in the order of the chunks.</summary>
    /// <param name="first">The first column that falls to this thread.</param>
    /// <param name="end">The first that does not.</param>
    /// <param name="examples">Examples of the batch.</param>
    public void Finish(int first, int end, int examples)
    {
        var chunks = _division.Chunks(examples);
        if (_sum.Kind == SumKind.All)
        {
            if (first == 0 && end > 0)
            {
                var total = 0.0;
                for (var chunk = 0; chunk < chunks; chunk++)
                {
                    total += ((double*)Totals)[chunk];
                }

                _sum.Into.Data[0] = (float)total;
            }

            return;
        }

        var width = PartWidth;
        new Span<float>(_sum.Into.Data + first, end - first).Clear();
        for (var chunk = 0; chunk < chunks && end > first; chunk++)
        {
            Vectors.Add((float*)Columns + ((nint)chunk * width) + first, _sum.Into.Data + first, end - first);
        }
    }
}

/// <summary>Brings the partial sums of loops together. Threads divide the columns.</summary>
internal sealed class FinishOperation(IReadOnlyList<LoopSum> sums, int capacity) : Operation
{
    private const int Block = 16;

    public override IEnumerable<Access> Accesses => sums.SelectMany(sum => new[]
    {
        Access.Any(sum.Into, writes: true, capacity),
        sum.PartialAccess with { Writes = false, Division = null },
    });

    public override bool Run(Worker worker)
    {
        for (var i = 0; i < sums.Count; i++)
        {
            var width = sums[i].PartWidth;
            var blocks = (width + Block - 1) / Block;
            var (first, end) = (
                Block * (blocks * worker.Number / worker.Threads),
                Math.Min(width, Block * (blocks * (worker.Number + 1) / worker.Threads)));
            sums[i].Finish(first, end, worker.Examples);
        }

        return true;
    }
}
