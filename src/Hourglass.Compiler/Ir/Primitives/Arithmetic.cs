namespace Hourglass.Compiler.Ir.Primitives;

/// <summary>The sum of two values.</summary>
internal sealed record PlusOp : PointwiseOp
{
    protected override string Text => "+";
    public override Value Apply(GraphBuilder build, string name, Value[] inputs) => build.Plus(inputs[0], inputs[1]);
    public override Value? Pullback(GraphBuilder build, Value value, Value gradient, int input) =>
        build.SumTo(gradient, value.Inputs[input]);
}

/// <summary>The difference of two values.</summary>
internal sealed record MinusOp : PointwiseOp
{
    protected override string Text => "-";
    public override Value Apply(GraphBuilder build, string name, Value[] inputs) => build.Minus(inputs[0], inputs[1]);

    public override Value? Pullback(GraphBuilder build, Value value, Value gradient, int input) =>
        build.SumTo(input == 0 ? gradient : build.Scale(gradient, -1), value.Inputs[input]);
}

/// <summary>The product of two values.</summary>
internal sealed record TimesOp : PointwiseOp
{
    protected override string Text => "*";
    public override Value Apply(GraphBuilder build, string name, Value[] inputs) => build.Times(inputs[0], inputs[1]);

    public override Value? Pullback(GraphBuilder build, Value value, Value gradient, int input) =>
        build.SumTo(build.Times(gradient, value.Inputs[1 - input]), value.Inputs[input]);
}

/// <summary>The quotient of two values.</summary>
internal sealed record OverOp : PointwiseOp
{
    protected override string Text => "/";

    public override Value? Pullback(GraphBuilder build, Value value, Value gradient, int input)
    {
        var quotient = build.Over(gradient, value.Inputs[1]);
        return build.SumTo(input == 0 ? quotient : build.Scale(build.Times(quotient, value), -1), value.Inputs[input]);
    }
}

/// <summary>A value times a number that is known before the step.</summary>
internal sealed record ScaleOp(Factor Factor) : PointwiseOp
{
    protected override string Text => $"scale {Factor}";
    public override Value Apply(GraphBuilder build, string name, Value[] inputs) => build.Scale(inputs[0], Factor);
    public override Value? Pullback(GraphBuilder build, Value value, Value gradient, int input) => build.Scale(gradient, Factor);
}

/// <summary>A value plus a number.</summary>
internal sealed record ShiftOp(double Amount) : PointwiseOp
{
    protected override string Text => $"shift {NumberText.Of(Amount)}";
    public override Value Apply(GraphBuilder build, string name, Value[] inputs) => build.Shift(inputs[0], Amount);
    public override Value? Pullback(GraphBuilder build, Value value, Value gradient, int input) => gradient;
}

/// <summary>The cross entropy of (logits a, target x): max(a, 0) - a x + log(1 + exp(-|a|)).</summary>
internal sealed record LogitsEntropyOp : PointwiseOp
{
    public override Value? Pullback(GraphBuilder build, Value value, Value gradient, int input)
    {
        var (logits, target) = (value.Inputs[0], value.Inputs[1]);
        return build.SumTo(
            input == 0
                ? build.Times(gradient, build.Minus(build.Map(Functions.Sigmoid, logits), target))
                : build.Scale(build.Times(gradient, logits), -1),
            value.Inputs[input]);
    }
}

/// <summary>The cross entropy of (probability p, target x), logarithms not below -100: -(x log p + (1 - x) log(1 - p)).</summary>
internal sealed record EntropyOp : PointwiseOp
{
    public override Value? Pullback(GraphBuilder build, Value value, Value gradient, int input) => input == 0
        ? build.SumTo(build.Times(gradient, build.Add(new EntropySlopeOp(), value.Name, value.Inputs[0], value.Inputs[1])), value.Inputs[0])
        : throw new UnderivedException("the targets of a cross entropy");
}

/// <summary>(p - x) / max(p (1 - p), 1e-12) of (p, x), as PyTorch's <c>binary_cross_entropy_backward</c>.</summary>
internal sealed record EntropySlopeOp : PointwiseOp
{
    public override Value? Pullback(GraphBuilder build, Value value, Value gradient, int input) =>
        throw new UnderivedException("the slope of a cross entropy");
}
