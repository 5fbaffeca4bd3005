namespace Hourglass.Compiler.Ir;

/// <summary>
/// The size of a value: a list of axes, each a number or a multiple of the batch. The first may grow with the batch, the rows; of the
/// others one may as well, so that the examples of a batch can be compared with each other: <c>[N, N]</c>.
/// </summary>
/// <param name="Rows">How many rows there are for each example of the batch; 0 for a value without rows: a parameter, a sum over the
/// batch.</param>
/// <param name="Shape">The shape of a row, or of the whole where there are no rows.</param>
public readonly record struct Extent(int Rows, Shape Shape)
{
    /// <summary>
    /// Which dimension of the shape is a multiple of the batch; its size there is the multiple. None is, where it is null.
    /// </summary>
    public int? Column { get; init; }

    /// <summary>How many axes grow with the batch.</summary>
    public int BatchAxes => (HasRows ? 1 : 0) + (Column is null ? 0 : 1);

    /// <summary>One number.</summary>
    public static Extent Scalar { get; } = new(0, Shape.Scalar);

    /// <summary>Numbers of a row, or of the whole.</summary>
    public long Count => Shape.Count;

    /// <summary>Whether it grows with the batch.</summary>
    public bool HasRows => Rows > 0;

    /// <summary>Numbers for each example of the batch; 0 for a value without rows.</summary>
    public long PerExample => checked(Rows * Count);

    /// <summary>Numbers for each example where there are rows, in all elsewhere.</summary>
    public long Numbers => HasRows ? PerExample : Count;

    /// <summary>Whether a dimension of the shape has one element.</summary>
    public bool IsOne(int dimension) => Shape[dimension] == 1 && Column != dimension;

    /// <summary>An extent of the given sizes.</summary>
    public static Extent Of(int rows, params int[] shape) => new(rows, Shape.Of(shape));

    /// <summary>As baselines write it: <c>[N, 784]</c>, <c>[5N, 20]</c>, <c>[400, 784]</c>.</summary>
    public override string ToString()
    {
        var rows = Rows == 0 ? [] : new[] { Rows == 1 ? "N" : NumberText.Of(Rows) + "N" };
        var column = Column;
        return "[" + string.Join(
            ", ",
            rows.Concat(Shape.Dimensions.Select(
                (size, i) => i == column ? (size == 1 ? "N" : NumberText.Of(size) + "N") : NumberText.Of(size)))) + "]";
    }
}
