namespace Hourglass.Compiler.Ir.Primitives;

/// <summary>
/// The part of every row's matrix on a diagonal and below it, zeros elsewhere; it is its own adjoint.
/// </summary>
/// <param name="Diagonal">Which: 0 is the main diagonal, -1 the one below it.</param>
internal sealed record TriangleOp(int Diagonal) : Op
{
    public override Extent ExtentOf(IReadOnlyList<Value> inputs) => inputs[0].Extent;

    public override Value? Pullback(GraphBuilder build, Value value, Value gradient, int input) =>
        build.Add(this, value.Name, gradient);

    protected override string Text => $"triangle {NumberText.Of(Diagonal)}";
}

/// <summary>
/// (I + T)⁻¹ B of every row's matrices T [d, d], of which only the part below the diagonal is read, and B [d, k]; or (I + Tᵀ)⁻¹ B.
/// </summary>
internal sealed record TriangleSolveOp(bool Transposed) : Op
{
    public override Extent ExtentOf(IReadOnlyList<Value> inputs) => inputs[1].Extent;

    /// <summary>
    /// Of X = (I + T)⁻¹ B, the gradient of B is (I + Tᵀ)⁻¹ times that of X, and the gradient of T that of B times -Xᵀ, below the diagonal.
    /// </summary>
    public override Value? Pullback(GraphBuilder build, Value value, Value gradient, int input)
    {
        var (triangle, size) = (value.Inputs[0], value.Shape[0]);
        var right = build.Add(new TriangleSolveOp(!Transposed), value.Name, triangle, gradient);
        if (input == 1)
        {
            return right;
        }

        var (rows, columns) = Transposed ? (value, right) : (right, value);
        var products = build.Times(rows.Reshape(size, 1, value.Shape[1]), columns.Reshape(1, size, value.Shape[1]));
        var sum = products.Sum(axis: 2).Reshape(size, size);
        return build.Scale(build.Add(new TriangleOp(-1), value.Name, sum), -1);
    }

    protected override string Text => $"solve triangle{(Transposed ? " transposed" : "")}";
}
