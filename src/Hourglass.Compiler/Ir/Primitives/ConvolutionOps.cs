namespace Hourglass.Compiler.Ir.Primitives;

/// <summary>
/// A convolution's sizes: from <paramref name="Input"/> to <paramref name="Output"/> (channels first), weights
/// <c>[out, in / groups, k…]</c>.
/// </summary>
internal sealed record ConvSizes(Shape Input, Shape Output, ConvWindow Window)
{
    public override string ToString() => $"{Input.InBrackets()} to {Output.InBrackets()}, {Window}";

    /// <summary>Spatial dimensions.</summary>
    public int Rank => Input.Rank - 1;

    /// <summary>The shape of the weights.</summary>
    public Shape Weights => Shape.Of([Output[0], Input[0] / Window.Groups, .. Window.Kernel]);

    /// <summary>What the stride skipped behind the last window, per dimension: the output padding of the transposed convolution.</summary>
    public EquatableArray<int> Skipped =>
        Enumerable.Range(0, Rank).Select(i => Input[i + 1] - Window.Reached(i, Output[i + 1])).ToEquatable();
}

/// <summary>The convolution of (x, w). With its two adjoints it is closed: all three are sides of one trilinear form.</summary>
internal sealed record ConvOp(ConvSizes Sizes) : Op
{
    protected override string Text => $"convolution {Sizes}";
    public override Extent ExtentOf(IReadOnlyList<Value> inputs) => inputs[0].Extent with { Shape = Sizes.Output };

    public override Value? Pullback(GraphBuilder build, Value value, Value gradient, int input) => input == 0
        ? build.Add(new ConvInputOp(Sizes), value.Name, gradient, value.Inputs[1])
        : build.Add(new ConvWeightOp(Sizes), value.Name, value.Inputs[0], gradient);
}

/// <summary>The adjoint of a convolution in its input, of (g, w): a transposed convolution.</summary>
internal sealed record ConvInputOp(ConvSizes Sizes) : Op
{
    protected override string Text => $"convolution's input {Sizes}";
    public override Extent ExtentOf(IReadOnlyList<Value> inputs) => inputs[0].Extent with { Shape = Sizes.Input };

    public override Value? Pullback(GraphBuilder build, Value value, Value gradient, int input) => input == 0
        ? build.Add(new ConvOp(Sizes), value.Name, gradient, value.Inputs[1])
        : build.Add(new ConvWeightOp(Sizes), value.Name, gradient, value.Inputs[0]);
}

/// <summary>The adjoint of a convolution in its weights, of (x, g).</summary>
internal sealed record ConvWeightOp(ConvSizes Sizes) : Op
{
    protected override string Text => $"convolution's weight {Sizes}";
    public override Extent ExtentOf(IReadOnlyList<Value> inputs) => new(0, Sizes.Weights);

    public override Value? Pullback(GraphBuilder build, Value value, Value gradient, int input) => input == 0
        ? build.Add(new ConvInputOp(Sizes), value.Name, value.Inputs[1], gradient)
        : build.Add(new ConvOp(Sizes), value.Name, value.Inputs[0], gradient);
}
