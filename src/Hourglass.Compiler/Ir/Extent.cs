using Hourglass.Compiler.Catalogue.Stages;
using Hourglass.Compiler.Emit.CSharp;

namespace Hourglass.Compiler.Ir;

/// <summary>The size of a value of the step.</summary>
/// <param name="Rows">How many rows there are for each example of the batch; 0 for a value without rows: a parameter, a sum over the batch.</param>
/// <param name="Shape">The shape of a row, or of the whole where there are no rows.</param>
public readonly record struct Extent(int Rows, Shape Shape)
{
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

    /// <summary>An extent of the given sizes.</summary>
    public static Extent Of(int rows, params int[] shape) => new(rows, Shape.Of(shape));

    /// <summary>As baselines write it: <c>[N, 784]</c>, <c>[5N, 20]</c>, <c>[400, 784]</c>.</summary>
    public override string ToString()
    {
        var rows = Rows == 0 ? [] : new[] { Rows == 1 ? "N" : NumberText.Of(Rows) + "N" };
        return "[" + string.Join(", ", rows.Concat(Shape.Dimensions.Select(size => NumberText.Of(size)))) + "]";
    }
}
