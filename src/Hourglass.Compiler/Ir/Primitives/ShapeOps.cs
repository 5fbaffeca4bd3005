namespace Hourglass.Compiler.Ir.Primitives;

/// <summary>The same numbers in another shape; dimensions may become rows and the other way round.</summary>
internal sealed record ViewOp(Extent Extent) : Op
{
    public override Value Apply(GraphBuilder build, string name, Value[] inputs) => build.View(inputs[0], Extent, name);
    public override bool MovesElements => true;
    public override bool IsView => true;
    public override Extent ExtentOf(IReadOnlyList<Value> inputs) => Extent;

    public override Value? Pullback(GraphBuilder build, Value value, Value gradient, int input)
    {
        var target = value.Inputs[0].Extent;
        var times = gradient.Extent.HasRows ? gradient.Extent.Rows / Extent.Rows : 1;
        return build.View(gradient, target with { Rows = target.Rows * times });
    }

    protected override string Text => $"view {Extent}";
}

/// <summary>A value repeated to a larger extent.</summary>
internal record ExpandOp(Extent Extent) : Op
{
    public override bool IsView => true;
    public override Extent ExtentOf(IReadOnlyList<Value> inputs) => Extent;
    public override Value? Pullback(GraphBuilder build, Value value, Value gradient, int input) => build.SumTo(gradient, value.Inputs[0]);
    protected override string Text => $"expand {Extent}";
}

/// <summary>The same numbers, through which no gradient passes: a repetition to the extent that is there already.</summary>
internal sealed record DetachOp(Extent Extent) : ExpandOp(Extent)
{
    protected override string Text => "detach";
    public override Value? Pullback(GraphBuilder build, Value value, Value gradient, int input) => null;
}

/// <summary>The sum of all elements that stand for the same element of a smaller extent.</summary>
internal sealed record SumOp(Extent Extent) : Op
{
    public override Value Apply(GraphBuilder build, string name, Value[] inputs) => build.Sum(inputs[0], Extent);
    public override Extent ExtentOf(IReadOnlyList<Value> inputs) => Extent;

    public override Value? Pullback(GraphBuilder build, Value value, Value gradient, int input)
    {
        var target = value.Inputs[0].Extent;
        return build.Expand(gradient, gradient.Extent.HasRows ? target with { Rows = gradient.Extent.Rows } : target);
    }

    protected override string Text => $"sum {Extent}";
}

/// <summary>Values side by side along the first dimension of a row.</summary>
internal sealed record JoinOp : Op
{
    public override bool MovesElements => true;

    public override Extent ExtentOf(IReadOnlyList<Value> inputs) =>
        inputs[0].Extent with { Shape = inputs[0].Extent.Shape.With(0, inputs.Sum(input => input.Extent.Shape[0])) };

    public override Value? Pullback(GraphBuilder build, Value value, Value gradient, int input)
    {
        var start = value.Inputs.Take(input).Sum(before => before.Extent.Shape[0]);
        return build.Cut(
            gradient,
            value.Inputs[input].Extent.Shape.Dimensions.Select((size, i) => i == 0 ? start : 0),
            value.Inputs[input].Extent.Shape);
    }
}

/// <summary>A block of every row, from <paramref name="Start"/> on.</summary>
internal sealed record CutOp(EquatableArray<int> Start, Shape Shape) : Op
{
    public override bool MovesElements => true;
    public override bool IsView => true;
    public override Extent ExtentOf(IReadOnlyList<Value> inputs) => inputs[0].Extent with { Shape = Shape };

    public override Value? Pullback(GraphBuilder build, Value value, Value gradient, int input) =>
        build.Embed(gradient, Start, value.Inputs[0].Extent.Shape);

    protected override string Text => $"cut {Shape} from {string.Join(", ", Start)}";
}

/// <summary>Every row as a block of a larger row of zeros.</summary>
internal sealed record EmbedOp(EquatableArray<int> Start, Shape Shape) : Op
{
    public override Extent ExtentOf(IReadOnlyList<Value> inputs) => inputs[0].Extent with { Shape = Shape };

    public override Value? Pullback(GraphBuilder build, Value value, Value gradient, int input) =>
        build.Cut(gradient, Start, value.Inputs[0].Extent.Shape);

    protected override string Text => $"embed in {Shape} at {string.Join(", ", Start)}";
}

/// <summary>All rows several times over.</summary>
internal sealed record RepeatOp(int Times) : Op
{
    protected override string Text => $"repeat {NumberText.Of(Times)}";
    public override bool MovesElements => true;
    public override Extent ExtentOf(IReadOnlyList<Value> inputs) => inputs[0].Extent with { Rows = checked(inputs[0].Extent.Rows * Times) };
    public override Value? Pullback(GraphBuilder build, Value value, Value gradient, int input) => build.Fold(gradient, Times);
}

/// <summary>The sum over repetitions: the adjoint of <see cref="RepeatOp"/>.</summary>
internal sealed record FoldOp(int Times) : Op
{
    protected override string Text => $"fold {NumberText.Of(Times)}";
    public override Extent ExtentOf(IReadOnlyList<Value> inputs) => inputs[0].Extent with { Rows = inputs[0].Extent.Rows / Times };
    public override Value? Pullback(GraphBuilder build, Value value, Value gradient, int input) => build.Repeat(gradient, Times);
}

/// <summary>The logarithm of the sum of exponentials over repetitions.</summary>
internal sealed record LogFoldOp(int Times) : Op
{
    protected override string Text => $"log fold {NumberText.Of(Times)}";
    public override Extent ExtentOf(IReadOnlyList<Value> inputs) => inputs[0].Extent with { Rows = inputs[0].Extent.Rows / Times };

    public override Value? Pullback(GraphBuilder build, Value value, Value gradient, int input) => gradient.Extent.Rows > value.Extent.Rows
        ? throw new UnderivedException("several gradients at once through a bound over several draws")
        : build.Times(build.Repeat(gradient, Times), build.Map(Functions.Exp, build.Minus(value.Inputs[0], build.Repeat(value, Times))));
}
