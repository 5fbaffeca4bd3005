namespace Hourglass.Compiler.Ir.Primitives;

/// <summary>A product of two matrices, each possibly transposed. A value with rows is the matrix of its rows.</summary>
internal sealed record MatMulOp(bool TransposeLeft, bool TransposeRight) : Op
{
    public override Extent ExtentOf(IReadOnlyList<Value> inputs)
    {
        var (left, right) = (Oriented(inputs[0], TransposeLeft), Oriented(inputs[1], TransposeRight));
        if (left.Width != right.Height)
        {
            throw new InvalidOperationException($"{inputs[0].Extent} and {inputs[1].Extent} cannot be multiplied.");
        }

        var width = right.Width.Rows > 0 ? right.Width.Rows : right.Width.Size;
        var (rows, shape) = left.Height.Rows > 0 ? (left.Height.Rows, Shape.Of(width)) : (0, Shape.Of(left.Height.Size, width));
        return new Extent(rows, shape) { Column = right.Width.Rows > 0 ? shape.Rank - 1 : null };
    }

    public override Value? Pullback(GraphBuilder build, Value value, Value gradient, int input)
    {
        var (left, right) = (value.Inputs[0], value.Inputs[1]);
        return (input, input == 0 ? TransposeLeft : TransposeRight) switch
        {
            (0, false) => build.MatMul(gradient, false, right, !TransposeRight),
            (0, true) => build.MatMul(right, TransposeRight, gradient, true),
            (1, false) => build.MatMul(left, !TransposeLeft, gradient, false),
            _ => build.MatMul(gradient, true, left, TransposeLeft),
        };
    }

    protected override string Text => $"matmul{(TransposeLeft ? " T" : " N")}{(TransposeRight ? "T" : "N")}";

    /// <summary>A side of a matrix: so many rows of the batch, or a fixed size.</summary>
    private static ((int Rows, int Size) Height, (int Rows, int Size) Width) Oriented(Value value, bool transposed)
    {
        var extent = value.Extent;
        var height = extent.HasRows ? (extent.Rows, 0) : (0, extent.Shape[0]);
        var last = extent.Shape.Rank - 1;
        var width = extent.Column == last ? (extent.Shape[last], 0) : (0, extent.Shape[last]);
        return extent.Shape.Rank != (extent.HasRows ? 1 : 2)
            ? throw new InvalidOperationException($"{extent} is no matrix.")
            : transposed ? (width, height) : (height, width);
    }
}
