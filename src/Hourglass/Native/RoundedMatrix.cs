namespace Hourglass.Native;

/// <summary>A matrix of the native step in bfloat16, row after row.</summary>
internal readonly unsafe struct RoundedMatrix(ushort* data, Rows rows, int width, bool transposed = false)
{
    /// <summary>The first number.</summary>
    public readonly ushort* Data = data;

    /// <summary>The rows of the memory.</summary>
    public Rows Rows { get; } = rows;

    /// <summary>Numbers in a row of the memory.</summary>
    public int Width { get; } = width;

    /// <summary>Whether the matrix that is meant has rows and columns exchanged.</summary>
    public bool IsTransposed { get; } = transposed;

    /// <summary>The same matrix with rows and columns exchanged.</summary>
    public RoundedMatrix T => new(Data, Rows, Width, !IsTransposed);

    /// <summary>From a row and a column on, of the matrix that is meant.</summary>
    public RoundedMatrix From(int row, int column) =>
        new(Data + (IsTransposed ? ((nint)column * Width) + row : ((nint)row * Width) + column), Rows, Width, IsTransposed);

    /// <summary>How it is touched; see <see cref="Access"/>.</summary>
    public Access Access(Division? division, bool writes, int capacity) =>
        new((nint)Data, 2L * Rows.Of(capacity) * Width, Width, writes, division);
}
