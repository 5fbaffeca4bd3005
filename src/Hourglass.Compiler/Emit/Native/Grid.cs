using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Emit.Native;

/// <summary>A value as the native step sees it: a matrix.</summary>
/// <param name="PerExample">Rows for each example; 0 where their number is fixed.</param>
/// <param name="Fixed">The fixed number of rows; 0 where they grow with the batch.</param>
/// <param name="Width">Numbers in a row.</param>
internal readonly record struct Grid(int PerExample, int Fixed, int Width)
{
    /// <summary>The matrix of an extent: its rows, or its first dimension, by everything else.</summary>
    public static Grid Of(Extent extent)
    {
        if (extent.Column is not null)
        {
            throw new UnsupportedException("values of pairs of examples");
        }

        var count = extent.Count <= int.MaxValue
            ? (int)extent.Count
            : throw new UnsupportedException($"values of {NumberText.Of(extent.Count)} numbers");
        return extent switch
        {
            { HasRows: true } => new Grid(extent.Rows, 0, count),
            { Shape.Rank: > 1 } => new Grid(0, extent.Shape[0], count / extent.Shape[0]),
            _ => new Grid(0, 1, count),
        };
    }

    /// <summary>Whether an element-wise loop over this matrix can read the other.</summary>
    public bool Reads(Grid other) =>
        other == this
        || (other.Width == Width && other.PerExample > 0 && PerExample % other.PerExample == 0)
        || (other.Width == Width && other.Fixed == 1)
        || (other.Width == 1 && other.PerExample == PerExample && other.Fixed == Fixed)
        || other is { Fixed: 1, Width: 1 };

    /// <summary>Its rows in C#.</summary>
    public string RowsText => PerExample > 0 ? $"Rows.Batch({NumberText.Of(PerExample)})" : $"Rows.Fixed({NumberText.Of(Fixed)})";

    /// <summary>
    /// Whether broadcasting one extent to another is the same for the two matrices: dimensions behind the first may be taken together only
    /// where they are not broadcast one by one.
    /// </summary>
    public static bool IsFaithful(Extent operand, Extent space)
    {
        if (operand.Count == 1 || operand.Shape == space.Shape)
        {
            return true;
        }

        var own = Trimmed(operand.Shape);
        return own.SequenceEqual(space.Shape.Dimensions)
            || (!space.HasRows && space.Shape.Rank == 2 && operand.Shape.Rank == 2 && operand.Shape[1] == 1);
    }

    /// <summary>Whether an operand has a number for each channel of maps: <c>[C, 1…]</c> beside rows of <c>[C, …]</c>.</summary>
    public static bool IsByChannel(Extent operand, Extent maps) =>
        !operand.HasRows
        && maps.HasRows
        && operand.Shape.Rank == maps.Shape.Rank
        && maps.Shape.Rank > 1
        && operand.Shape[0] == maps.Shape[0]
        && operand.Count == operand.Shape[0];

    private static IEnumerable<int> Trimmed(Shape shape) => shape.Dimensions.SkipWhile(size => size == 1);
}
