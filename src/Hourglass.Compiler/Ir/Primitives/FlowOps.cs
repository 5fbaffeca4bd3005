namespace Hourglass.Compiler.Ir.Primitives;

/// <summary>
/// The root y of y + s tanh y = r, of (slope s above -1, right side r): there is one, as the left side grows with y. What inverts a planar
/// flow.
/// </summary>
internal sealed record TanhRootOp : PointwiseOp
{
    protected override string Text => "tanh root";

    /// <summary>The implicit function's: dy = (dr - tanh y ds) / (1 + s (1 - tanh² y)).</summary>
    public override Value? Pullback(GraphBuilder build, Value value, Value gradient, int input)
    {
        var (slope, tanh) = (value.Inputs[0], build.Map(Functions.Tanh, value));
        var outer = build.Over(gradient, build.Shift(build.Times(slope, build.Shift(-build.Map(Functions.Square, tanh), 1)), 1));
        return build.SumTo(input == 0 ? build.Scale(build.Times(outer, tanh), -1) : outer, value.Inputs[input]);
    }
}

/// <summary>
/// Which unit of an autoregressive network's layer may read which of the layer before: <c>[rows, columns]</c> with 1 where the row's degree
/// is at least the column's, or is larger, and 0 elsewhere (Germain et al., 2015, equations 8 and 9).
/// </summary>
internal sealed record DegreeMaskOp(Degrees Rows, Degrees Columns, bool Strict) : LeafOp
{
    protected override string Text => $"mask of {Rows} {(Strict ? "above" : "from")} {Columns}";
    public override ValueKind KindOf(IReadOnlyList<Value> inputs) => ValueKind.Truth;
    public override Extent ExtentOf(IReadOnlyList<Value> inputs) => Extent.Of(0, Rows.Count, Columns.Count);
}

/// <summary>The degrees of units: those of variables are their places in the order, those of hidden units go round.</summary>
/// <param name="Count">How many units.</param>
/// <param name="Round">After how many the degrees begin again at 1; 0 where they do not.</param>
/// <param name="Reversed">Whether the first is the last in the order.</param>
internal sealed record Degrees(int Count, int Round = 0, bool Reversed = false)
{
    /// <summary>The degree of a unit.</summary>
    public int this[int unit] => Round > 0 ? 1 + (unit % Round) : Reversed ? Count - unit : unit + 1;

    public override string ToString() => $"{NumberText.Of(Count)}{(Round > 0 ? $" in rounds of {NumberText.Of(Round)}" : "")}"
        + $"{(Reversed ? " from the last" : "")}";
}
