namespace Hourglass.Native;

/// <summary>Memory that an operation touches.</summary>
/// <param name="Start">Where it begins, as a number.</param>
/// <param name="Bytes">How long it is at most.</param>
/// <param name="Width">Numbers in a row.</param>
/// <param name="Writes">Whether it is written.</param>
/// <param name="Division">How threads divide it: each touches only the rows that fall to it; null where any thread may touch
/// anything.</param>
internal readonly record struct Access(nint Start, long Bytes, int Width, bool Writes, Division? Division)
{
    /// <summary>A matrix that is touched row by row.</summary>
    public static unsafe Access Own(Matrix matrix, Division division, bool writes, int capacity) =>
        new((nint)matrix.Data, 4L * matrix.Rows.Of(capacity) * matrix.Width, matrix.Width, writes, division);

    /// <summary>A matrix of which any thread may touch anything.</summary>
    public static unsafe Access Any(Matrix matrix, bool writes, int capacity) =>
        new((nint)matrix.Data, 4L * matrix.Rows.Of(capacity) * matrix.Width, matrix.Width, writes, null);

    /// <summary>Whether another thread's access of the one may meet this thread's of the other.</summary>
    public bool Meets(Access other) =>
        (Writes || other.Writes)
        && Start < other.Start + other.Bytes
        && other.Start < Start + Bytes
        && !(Start == other.Start && Width == other.Width && Division is not null && Division == other.Division);
}
