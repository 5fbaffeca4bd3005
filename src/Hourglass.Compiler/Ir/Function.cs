namespace Hourglass.Compiler.Ir;

/// <summary>A function of one element, with its derivatives.</summary>
/// <param name="Name">PyTorch's name.</param>
/// <param name="Derivative">g · f' from (builder, argument x, result y, gradient g, the function's number); null where the slope is 0
/// everywhere.</param>
/// <param name="Kept">What the slope of an activation is computed from; only for those with a kernel of their own for g · f'.</param>
/// <param name="SlopeOfSlope">For an activation: the derivative of f' with respect to what was kept; null where it is 0.</param>
public sealed record Function(
    string Name,
    Func<GraphBuilder, Value, Value, Value, double, Value>? Derivative,
    Kept Kept = Kept.Nothing,
    Func<GraphBuilder, Value, double, Value>? SlopeOfSlope = null)
{
    /// <summary>Its value where the argument is known at compile time; null where it is left to the step.</summary>
    public Func<double, double>? OfNumber { get; init; }

    /// <summary>What its values are.</summary>
    public ValueKind Kind { get; init; }

    /// <inheritdoc/>
    public bool Equals(Function? other) => other?.Name == Name;

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Name);

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>What the slope of an activation is computed from.</summary>
public enum Kept
{
    /// <summary>The function has no kernel of its own for its slope.</summary>
    Nothing,

    /// <summary>The argument.</summary>
    Argument,

    /// <summary>The result.</summary>
    Result,
}

/// <summary>A function of each element.</summary>
/// <param name="Function">Which.</param>
/// <param name="Number">Its number (a slope, a bound); 0 where it has none.</param>
public sealed record MapOp(Function Function, double Number) : PointwiseOp
{
    /// <inheritdoc/>
    public override ValueKind KindOf(IReadOnlyList<Value> inputs) => Function.Kind;

    /// <inheritdoc/>
    public override Value? Pullback(GraphBuilder build, Value value, Value gradient, int input) => Function switch
    {
        { Kept: Kept.Argument } => build.Add(new SlopeOp(Function, Number), value.Name, gradient, value.Inputs[0]),
        { Kept: Kept.Result } => build.Add(new SlopeOp(Function, Number), value.Name, gradient, value),
        { Derivative: { } derivative } => derivative(build, value.Inputs[0], value, gradient, Number),
        _ => null,
    };

    /// <inheritdoc/>
    protected override string Text => Number == 0 ? Function.Name : $"{Function.Name} {NumberText.Of(Number)}";
}

/// <summary>g · f' of (gradient g, what was kept), the backward kernel of an activation.</summary>
public sealed record SlopeOp(Function Function, double Number) : PointwiseOp
{
    /// <inheritdoc/>
    public override Value? Pullback(GraphBuilder build, Value value, Value gradient, int input)
    {
        var (outer, kept) = (value.Inputs[0], value.Inputs[1]);
        if (input == 0)
        {
            return build.SumTo(build.Add(this, value.Name, gradient, kept), outer);
        }

        return Function.SlopeOfSlope is { } second
            ? build.SumTo(build.Times(build.Times(gradient, outer), second(build, kept, Number)), kept)
            : null;
    }

    /// <inheritdoc/>
    protected override string Text => Number == 0 ? $"{Function.Name}'" : $"{Function.Name}' {NumberText.Of(Number)}";
}
