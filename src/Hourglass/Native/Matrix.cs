namespace Hourglass.Native;

/// <summary>A matrix of the native step: single precision, row after row, where the program decides.</summary>
public readonly unsafe struct Matrix : IEquatable<Matrix>
{
    private readonly float* _data;

    internal Matrix(float* data, Rows rows, int width, bool transposed = false)
    {
        _data = data;
        Rows = rows;
        Width = width;
        IsTransposed = transposed;
    }

    /// <summary>The same matrix with rows and columns exchanged, for products.</summary>
    public Matrix T => new(_data, Rows, Width, !IsTransposed);

    internal float* Data => _data;

    internal Rows Rows { get; }

    /// <summary>Numbers in a row of the memory.</summary>
    internal int Width { get; }

    internal bool IsTransposed { get; }

    /// <summary>The same numbers with other rows.</summary>
    /// <param name="rows">How many rows.</param>
    /// <param name="width">Numbers in each.</param>
    public Matrix View(Rows rows, int width) => new(_data, rows, width, IsTransposed);

    /// <inheritdoc/>
    public bool Equals(Matrix other) =>
        _data == other._data && Rows == other.Rows && Width == other.Width && IsTransposed == other.IsTransposed;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Matrix other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine((nint)_data, Rows, Width, IsTransposed);

    /// <summary>Whether two are the same.</summary>
    public static bool operator ==(Matrix left, Matrix right) => left.Equals(right);

    /// <summary>Whether two differ.</summary>
    public static bool operator !=(Matrix left, Matrix right) => !left.Equals(right);

    /// <summary>As an operand of a product, as it lies in memory.</summary>
    internal Operand InMemory => Operand.RowMajor(_data, Width);
}
