namespace Hourglass.Datasets;

/// <summary>What an array's header says.</summary>
/// <param name="Type">The type of its elements.</param>
/// <param name="Fortran">Whether the first dimension is the fastest, as in Fortran, and not the last.</param>
/// <param name="Shape">Its dimensions.</param>
/// <param name="Length">The bytes of the header, up to the first element.</param>
internal sealed record NpyHeader(NpyType Type, bool Fortran, IReadOnlyList<long> Shape, long Length)
{
    /// <summary>The bytes of the whole file; the shape has been found small enough for that.</summary>
    public long FileLength => Length + (Shapes.Elements(Shape) * Type.Size);
}
