namespace Hourglass.Compiler.Ir.Primitives;

/// <summary>A data variable of the batch: numbers, or classes.</summary>
public sealed record DataOp(string Field, Shape Shape, bool Classes) : LeafOp
{
    /// <inheritdoc/>
    protected override string Text => $"data {Field}{(Classes ? " of classes" : "")}";

    /// <inheritdoc/>
    public override Extent ExtentOf(IReadOnlyList<Value> inputs) => new(1, Shape);
}

/// <summary>A trained parameter, by its key in <c>state_dict</c>.</summary>
public sealed record WeightOp(string Key, Shape Shape) : LeafOp
{
    /// <inheritdoc/>
    protected override string Text => $"parameter {Key}";

    /// <inheritdoc/>
    public override Extent ExtentOf(IReadOnlyList<Value> inputs) => new(0, Shape);
}

/// <summary>The distribution of a draw.</summary>
public enum DrawKind
{
    /// <summary>Standard normal.</summary>
    Normal,

    /// <summary>Uniform on [0, 1).</summary>
    Uniform,
}

/// <summary>Random numbers, drawn before the step.</summary>
/// <param name="Site">The number of the draw in the model; the readable step draws the same numbers at the same site.</param>
/// <param name="Kind">The distribution.</param>
/// <param name="Extent">The size.</param>
public sealed record DrawOp(int Site, DrawKind Kind, Extent Extent) : LeafOp
{
    /// <inheritdoc/>
    protected override string Text => $"draw {NumberText.Of(Site)} {Kind}";

    /// <inheritdoc/>
    public override Extent ExtentOf(IReadOnlyList<Value> inputs) => Extent;
}

/// <summary>The same number everywhere.</summary>
public sealed record FillOp(Factor Factor, Extent Extent) : LeafOp
{
    /// <inheritdoc/>
    protected override string Text => $"fill {Factor}";

    /// <inheritdoc/>
    public override Extent ExtentOf(IReadOnlyList<Value> inputs) => Extent;
}

/// <summary>For each of <paramref name="Shape"/>'s elements, the rows of the batch with a 1 there and zeros elsewhere.</summary>
public sealed record UnitRowsOp(Shape Shape) : LeafOp
{
    /// <inheritdoc/>
    protected override string Text => $"unit rows of {Shape.InBrackets()}";

    /// <inheritdoc/>
    public override Extent ExtentOf(IReadOnlyList<Value> inputs) => new(checked((int)Shape.Count), Shape);
}
