namespace Hourglass.Compiler.Ir.Primitives;

/// <summary>The largest element of each window; a rest may be one too.</summary>
internal sealed record MaxPoolOp(int Kernel, bool Rest, Shape Output) : Op
{
    protected override string Text => $"max pool {NumberText.Of(Kernel)}{(Rest ? " with rest" : "")} to {Output.InBrackets()}";
    public override Extent ExtentOf(IReadOnlyList<Value> inputs) => inputs[0].Extent with { Shape = Output };

    public override Value? Pullback(GraphBuilder build, Value value, Value gradient, int input)
    {
        var places = build.Add(new MaxPlacesOp(Kernel, Rest, Output), value.Name + "_places", value.Inputs[0]);
        return build.Add(new ScatterOp(Kernel, value.Inputs[0].Extent.Shape), value.Name, gradient, build.RepeatTo(places, gradient));
    }
}

/// <summary>The place of the largest element of each window, counted within its channel.</summary>
internal sealed record MaxPlacesOp(int Kernel, bool Rest, Shape Output) : LeafOp
{
    public override ValueKind KindOf(IReadOnlyList<Value> inputs) => ValueKind.Index;
    protected override string Text => $"places of the maxima {NumberText.Of(Kernel)}{(Rest ? " with rest" : "")} to {Output.InBrackets()}";
    public override Extent ExtentOf(IReadOnlyList<Value> inputs) => inputs[0].Extent with { Shape = Output };
}

/// <summary>(values, places): each value at its place in a map of zeros.</summary>
internal sealed record ScatterOp(int Kernel, Shape Shape) : Op
{
    protected override string Text => $"scatter {NumberText.Of(Kernel)} to {Shape.InBrackets()}";
    public override Extent ExtentOf(IReadOnlyList<Value> inputs) => inputs[0].Extent with { Shape = Shape };

    public override Value? Pullback(GraphBuilder build, Value value, Value gradient, int input) => input == 0
        ? build.Add(new GatherOp(Kernel, value.Inputs[0].Extent.Shape), value.Name, gradient, build.RepeatTo(value.Inputs[1], gradient))
        : null;
}

/// <summary>(map, places): the map's values at the places.</summary>
internal sealed record GatherOp(int Kernel, Shape Shape) : Op
{
    protected override string Text => $"gather {NumberText.Of(Kernel)} to {Shape.InBrackets()}";
    public override Extent ExtentOf(IReadOnlyList<Value> inputs) => inputs[0].Extent with { Shape = Shape };

    public override Value? Pullback(GraphBuilder build, Value value, Value gradient, int input) => input == 0
        ? build.Add(new ScatterOp(Kernel, value.Inputs[0].Extent.Shape), value.Name, gradient, build.RepeatTo(value.Inputs[1], gradient))
        : null;
}

/// <summary>A larger map, by repetition or linear interpolation.</summary>
internal sealed record EnlargeOp(bool Linear, Shape Output) : Op
{
    protected override string Text => $"enlarge{(Linear ? " linearly" : "")} to {Output.InBrackets()}";
    public override bool MovesElements => !Linear;
    public override Extent ExtentOf(IReadOnlyList<Value> inputs) => inputs[0].Extent with { Shape = Output };

    public override Value? Pullback(GraphBuilder build, Value value, Value gradient, int input) =>
        build.Add(new EnlargeAdjointOp(Linear, value.Inputs[0].Extent.Shape), value.Name, gradient);
}

/// <summary>The adjoint of <see cref="EnlargeOp"/>.</summary>
internal sealed record EnlargeAdjointOp(bool Linear, Shape Input) : Op
{
    protected override string Text => $"adjoint of enlarge{(Linear ? " linearly" : "")} to {Input.InBrackets()}";
    public override Extent ExtentOf(IReadOnlyList<Value> inputs) => inputs[0].Extent with { Shape = Input };

    public override Value? Pullback(GraphBuilder build, Value value, Value gradient, int input) =>
        build.Add(new EnlargeOp(Linear, value.Inputs[0].Extent.Shape), value.Name, gradient);
}
