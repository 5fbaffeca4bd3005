using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Ir.Differentiate;

/// <summary>Exponentials that sum to one along the first dimension of a row, or their logarithms.</summary>
public sealed record NormalizedExpOp(bool Log) : StepOp
{
    /// <inheritdoc/>
    public override Extent ExtentOf(IReadOnlyList<StepValue> inputs) => inputs[0].Extent;

    /// <inheritdoc/>
    public override StepValue? Pullback(StepBuilder build, StepValue value, StepValue gradient, int input)
    {
        var sums = value.Extent with { Shape = value.Extent.Shape.With(0, 1), Rows = gradient.Extent.Rows };
        return Log
            ? build.Minus(gradient, build.Times(build.Map(Functions.Exp, value), build.Sum(gradient, sums)))
            : build.Times(value, build.Minus(gradient, build.Sum(build.Times(gradient, value), sums)));
    }
}

/// <summary>A vector of a class, 1 at its index, along a new first dimension; zeros where the class is missing.</summary>
public sealed record OneHotStepOp(int Classes) : LeafOp
{
    /// <inheritdoc/>
    public override Extent ExtentOf(IReadOnlyList<StepValue> inputs) =>
        inputs[0].Extent with { Shape = Shape.Of([Classes, .. inputs[0].Extent.Shape.Dimensions]) };
}

/// <summary>1 where a class is given, 0 where it is missing; for each element, or for each row with any.</summary>
public sealed record PresentOp(bool AnyOfRow) : LeafOp
{
    /// <inheritdoc/>
    public override Extent ExtentOf(IReadOnlyList<StepValue> inputs) => AnyOfRow ? Extent.Of(1) : inputs[0].Extent;
}
