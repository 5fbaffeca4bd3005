namespace Hourglass.Native;

/// <summary>
/// Exponentials of each row that sum to one, or their logarithms, without overflow: the largest number is taken off first.
/// </summary>
internal sealed unsafe class SoftmaxOperation(Matrix into, Matrix x, bool logarithm, int capacity) : Operation
{
    private readonly Division _division = new(into.Rows, Division.Activations);

    public override long Scratch => into.Width;

    public override IEnumerable<Access> Accesses =>
    [
        Access.Own(into, _division, writes: true, capacity),
        Access.Own(x, _division, writes: false, capacity)
    ];

    public override bool Run(Worker worker)
    {
        var (first, end) = _division.RowsOf(worker.Number, worker.Threads, worker.Examples);
        for (var row = first; row < end; row++)
        {
            Normalize(x.Data + ((nint)row * x.Width), into.Data + ((nint)row * into.Width), worker.Scratch);
        }

        return true;
    }

    private void Normalize(float* from, float* to, float* exponentials)
    {
        var largest = from[0];
        for (var i = 1; i < into.Width; i++)
        {
            largest = MathF.Max(largest, from[i]);
        }

        Vectors.Apply<ShiftBy>(from, from, to, into.Width, -largest);
        var target = logarithm ? exponentials : to;
        Vectors.Apply<Exp>(to, to, target, into.Width, 0);
        var sum = Vectors.Sum(target, into.Width);
        if (logarithm)
        {
            Vectors.Apply<ShiftBy>(to, to, to, into.Width, (float)-Math.Log(sum));
        }
        else
        {
            Vectors.Apply<ScaleBy>(to, to, to, into.Width, (float)(1 / sum));
        }
    }
}
