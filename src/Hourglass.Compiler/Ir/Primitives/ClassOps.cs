namespace Hourglass.Compiler.Ir.Primitives;

/// <summary>Exponentials that sum to one along the first dimension of a row, or their logarithms.</summary>
internal sealed record NormalizedExpOp(bool Log) : Op
{
    protected override string Text => Log ? "log softmax" : "softmax";
    public override Extent ExtentOf(IReadOnlyList<Value> inputs) => inputs[0].Extent;

    public override Value? Pullback(GraphBuilder build, Value value, Value gradient, int input)
    {
        var sums = value.Extent with { Shape = value.Extent.Shape.With(0, 1), Rows = gradient.Extent.Rows };
        return Log
            ? build.Minus(gradient, build.Times(build.Map(Functions.Exp, value), build.Sum(gradient, sums)))
            : build.Times(value, build.Minus(gradient, build.Sum(build.Times(gradient, value), sums)));
    }
}

/// <summary>The logarithm of the sum of exponentials along the first dimension, which stays with the size 1.</summary>
internal sealed record LogSumExpOp : Op
{
    protected override string Text => "log sum exp";

    public override Extent ExtentOf(IReadOnlyList<Value> inputs) => inputs[0].Extent with
    {
        Shape = inputs[0].Extent.Shape.With(0, 1),
        Column = inputs[0].Extent.Column == 0 ? null : inputs[0].Extent.Column,
    };

    public override Value? Pullback(GraphBuilder build, Value value, Value gradient, int input) =>
        build.Times(
            build.Expand(gradient, value.Inputs[0].Extent with { Rows = gradient.Extent.Rows }),
            build.Map(Functions.Exp, build.Minus(value.Inputs[0], value)));
}

/// <summary>A vector of a class, 1 at its index, along a new first dimension; zeros where the class is missing.</summary>
internal sealed record OneHotOp(int Classes) : LeafOp
{
    protected override string Text => $"one hot {NumberText.Of(Classes)}";
    public override ValueKind KindOf(IReadOnlyList<Value> inputs) => ValueKind.Truth;

    public override Extent ExtentOf(IReadOnlyList<Value> inputs) =>
        inputs[0].Extent with { Shape = Shape.Of([Classes, .. inputs[0].Extent.Shape.Dimensions]) };
}

/// <summary>1 where a class is given, 0 where it is missing; for each element, or for each row with any.</summary>
internal sealed record PresentOp(bool AnyOfRow) : LeafOp
{
    public override ValueKind KindOf(IReadOnlyList<Value> inputs) => ValueKind.Truth;
    protected override string Text => AnyOfRow ? "present of row" : "present";
    public override Extent ExtentOf(IReadOnlyList<Value> inputs) => AnyOfRow ? Extent.Of(1) : inputs[0].Extent;
}
