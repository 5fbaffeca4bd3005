namespace Hourglass.Native;

/// <summary>
/// The logarithm of the sum of exponentials over repetitions, without overflow: the largest number is taken off first.
/// </summary>
internal sealed unsafe class LogFoldOperation(Matrix into, Matrix from, int times, int capacity) : Operation
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
        var stride = (nint)into.Rows.Of(worker.Examples) * into.Width;
        for (var at = (nint)first * into.Width; at < (nint)end * into.Width; at++)
        {
            into.Data[at] = LogSum(from.Data + at, stride);
        }

        return true;
    }

    private float LogSum(float* from, nint stride)
    {
        var largest = from[0];
        for (var time = 1; time < times; time++)
        {
            largest = MathF.Max(largest, from[time * stride]);
        }

        // Of weights that are all 0, or one that is infinite, the logarithm is that number itself.
        if (float.IsInfinity(largest))
        {
            return largest;
        }

        var sum = 0f;
        for (var time = 0; time < times; time++)
        {
            sum += MathF.Exp(from[time * stride] - largest);
        }

        return largest + MathF.Log(sum);
    }
}
