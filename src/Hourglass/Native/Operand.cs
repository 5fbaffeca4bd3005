namespace Hourglass.Native;

/// <summary>A matrix in memory: element (row, column) lies at <c>Data[row · RowStride + column · ColumnStride]</c>.</summary>
internal readonly unsafe struct Operand(float* data, nint rowStride, nint columnStride)
{
    public readonly float* Data = data;

    public readonly nint RowStride = rowStride;

    public readonly nint ColumnStride = columnStride;

    /// <summary>Rows become columns.</summary>
    public Operand Transposed => new(Data, ColumnStride, RowStride);

    /// <summary>From a row and a column on.</summary>
    public Operand From(nint row, nint column) => new(Data + (row * RowStride) + (column * ColumnStride), RowStride, ColumnStride);

    /// <summary>Row-major.</summary>
    public static Operand RowMajor(float* data, int width) => new(data, width, 1);
}
