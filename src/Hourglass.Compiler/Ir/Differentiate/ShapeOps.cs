using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Ir.Differentiate;

/// <summary>The same numbers in another shape; dimensions may become rows and the other way round.</summary>
public sealed record ViewOp(Extent Extent) : StepOp
{
    /// <inheritdoc/>
    public override bool IsView => true;

    /// <inheritdoc/>
    public override Extent ExtentOf(IReadOnlyList<StepValue> inputs) => Extent;

    /// <inheritdoc/>
    public override StepValue? Pullback(StepBuilder build, StepValue value, StepValue gradient, int input)
    {
        var target = value.Inputs[0].Extent;
        var times = gradient.Extent.HasRows ? gradient.Extent.Rows / Extent.Rows : 1;
        return build.View(gradient, target with { Rows = target.Rows * times });
    }

    /// <inheritdoc/>
    public override string ToString() => $"view {Extent}";
}

/// <summary>A value repeated to a larger extent.</summary>
public sealed record ExpandOp(Extent Extent) : StepOp
{
    /// <inheritdoc/>
    public override bool IsView => true;

    /// <inheritdoc/>
    public override Extent ExtentOf(IReadOnlyList<StepValue> inputs) => Extent;

    /// <inheritdoc/>
    public override StepValue? Pullback(StepBuilder build, StepValue value, StepValue gradient, int input) => build.SumTo(gradient, value.Inputs[0]);

    /// <inheritdoc/>
    public override string ToString() => $"expand {Extent}";
}

/// <summary>The sum of all elements that stand for the same element of a smaller extent.</summary>
public sealed record SumOp(Extent Extent) : StepOp
{
    /// <inheritdoc/>
    public override Extent ExtentOf(IReadOnlyList<StepValue> inputs) => Extent;

    /// <inheritdoc/>
    public override StepValue? Pullback(StepBuilder build, StepValue value, StepValue gradient, int input)
    {
        var target = value.Inputs[0].Extent;
        return build.Expand(gradient, gradient.Extent.HasRows ? target with { Rows = gradient.Extent.Rows } : target);
    }

    /// <inheritdoc/>
    public override string ToString() => $"sum {Extent}";
}

/// <summary>Values side by side along the first dimension of a row.</summary>
public sealed record JoinOp : StepOp
{
    /// <inheritdoc/>
    public override Extent ExtentOf(IReadOnlyList<StepValue> inputs) =>
        inputs[0].Extent with { Shape = inputs[0].Extent.Shape.With(0, inputs.Sum(input => input.Extent.Shape[0])) };

    /// <inheritdoc/>
    public override StepValue? Pullback(StepBuilder build, StepValue value, StepValue gradient, int input)
    {
        var start = value.Inputs.Take(input).Sum(before => before.Extent.Shape[0]);
        return build.Cut(gradient, value.Inputs[input].Extent.Shape.Dimensions.Select((size, i) => i == 0 ? start : 0), value.Inputs[input].Extent.Shape);
    }
}

/// <summary>A block of every row, from <paramref name="Start"/> on.</summary>
public sealed record CutOp(EquatableArray<int> Start, Shape Shape) : StepOp
{
    /// <inheritdoc/>
    public override bool IsView => true;

    /// <inheritdoc/>
    public override Extent ExtentOf(IReadOnlyList<StepValue> inputs) => inputs[0].Extent with { Shape = Shape };

    /// <inheritdoc/>
    public override StepValue? Pullback(StepBuilder build, StepValue value, StepValue gradient, int input) =>
        build.Embed(gradient, Start, value.Inputs[0].Extent.Shape);

    /// <inheritdoc/>
    public override string ToString() => $"cut {Shape} from {string.Join(", ", Start)}";
}

/// <summary>Every row as a block of a larger row of zeros.</summary>
public sealed record EmbedOp(EquatableArray<int> Start, Shape Shape) : StepOp
{
    /// <inheritdoc/>
    public override Extent ExtentOf(IReadOnlyList<StepValue> inputs) => inputs[0].Extent with { Shape = Shape };

    /// <inheritdoc/>
    public override StepValue? Pullback(StepBuilder build, StepValue value, StepValue gradient, int input) =>
        build.Cut(gradient, Start, value.Inputs[0].Extent.Shape);

    /// <inheritdoc/>
    public override string ToString() => $"embed in {Shape} at {string.Join(", ", Start)}";
}

/// <summary>All rows several times over.</summary>
public sealed record RepeatOp(int Times) : StepOp
{
    /// <inheritdoc/>
    public override Extent ExtentOf(IReadOnlyList<StepValue> inputs) => inputs[0].Extent with { Rows = checked(inputs[0].Extent.Rows * Times) };

    /// <inheritdoc/>
    public override StepValue? Pullback(StepBuilder build, StepValue value, StepValue gradient, int input) => build.Fold(gradient, Times);
}

/// <summary>The sum over repetitions: the adjoint of <see cref="RepeatOp"/>.</summary>
public sealed record FoldOp(int Times) : StepOp
{
    /// <inheritdoc/>
    public override Extent ExtentOf(IReadOnlyList<StepValue> inputs) => inputs[0].Extent with { Rows = inputs[0].Extent.Rows / Times };

    /// <inheritdoc/>
    public override StepValue? Pullback(StepBuilder build, StepValue value, StepValue gradient, int input) => build.Repeat(gradient, Times);
}
