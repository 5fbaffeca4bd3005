using System.Runtime.Intrinsics;

namespace Hourglass.Native;

/// <summary>Rounds a matrix to bfloat16, once for all products that it is an operand of.</summary>
internal sealed unsafe class RoundOperation(Matrix from, RoundedMatrix into, int capacity) : Operation
{
    private readonly Division _division = Division.Of(from.Rows);

    public override IEnumerable<Access> Accesses =>
    [
        into.Access(_division, writes: true, capacity),
        Access.Own(from, _division, writes: false, capacity)
    ];

    public override bool Run(Worker worker)
    {
        var (first, end) = _division.RowsOf(worker.Number, worker.Threads, worker.Examples);
        if (end > first)
        {
            Round(from.Data + ((nint)first * from.Width), (end - first) * from.Width, into.Data + ((nint)first * from.Width));
        }

        return true;
    }

    /// <summary>The nearest number with 8 bits of mantissa, the even one of two; NaN stays NaN.</summary>
    internal static void Round(float* from, int count, ushort* to)
    {
        var i = 0;
        for (; i <= count - Vector512<ushort>.Count; i += Vector512<ushort>.Count)
        {
            Vector512.Narrow(Rounded(Vector512.Load(from + i)), Rounded(Vector512.Load(from + i + Vector512<float>.Count))).Store(to + i);
        }

        for (; i < count; i++)
        {
            to[i] = (ushort)Rounded(Vector512.Create(from[i]))[0];
        }
    }

    private static Vector512<uint> Rounded(Vector512<float> x)
    {
        var bits = x.AsUInt32();
        var near = bits + Vector512.Create(0x7fffu) + ((bits >> 16) & Vector512<uint>.One);
        return Vector512.ConditionalSelect(Vector512.Equals(x, x).AsUInt32(), near, bits | Vector512.Create(0x400000u)) >> 16;
    }
}
