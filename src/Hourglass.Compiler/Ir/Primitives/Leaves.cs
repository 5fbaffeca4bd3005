namespace Hourglass.Compiler.Ir.Primitives;

/// <summary>A data variable of the batch: numbers, or classes.</summary>
internal sealed record DataOp(string Field, Shape Shape, bool Classes) : LeafOp
{
    protected override string Text => $"data {Field}{(Classes ? " of classes" : "")}";
    public override Extent ExtentOf(IReadOnlyList<Value> inputs) => new(1, Shape);
    public override ValueKind KindOf(IReadOnlyList<Value> inputs) => Classes ? ValueKind.Index : ValueKind.Real;
}

/// <summary>A tensor of a layer, by its key in <c>state_dict</c>: a parameter, or what no optimizer trains.</summary>
internal sealed record WeightOp(string Key, Shape Shape, bool IsTrained = true) : LeafOp
{
    protected override string Text => $"{(IsTrained ? "parameter" : "buffer")} {Key}";
    public override Extent ExtentOf(IReadOnlyList<Value> inputs) => new(0, Shape);
}

/// <summary>The distribution of a draw.</summary>
internal enum DrawKind
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
internal sealed record DrawOp(int Site, DrawKind Kind, Extent Extent) : LeafOp
{
    protected override string Text => $"draw {NumberText.Of(Site)} {Kind}";
    public override Extent ExtentOf(IReadOnlyList<Value> inputs) => Extent;
}

/// <summary>The same number everywhere.</summary>
internal sealed record FillOp(Factor Factor, Extent Extent) : LeafOp
{
    protected override string Text => $"fill {Factor}";
    public override Extent ExtentOf(IReadOnlyList<Value> inputs) => Extent;
}

/// <summary>For each of <paramref name="Shape"/>'s elements, the rows of the batch with a 1 there and zeros elsewhere.</summary>
internal sealed record UnitRowsOp(Shape Shape) : LeafOp
{
    protected override string Text => $"unit rows of {Shape.InBrackets()}";
    public override Extent ExtentOf(IReadOnlyList<Value> inputs) => new(checked((int)Shape.Count), Shape);
}

/// <summary>
/// Sines and cosines of the number of a step, in turns, at wavelengths from 2π to 10000 · 2π: <c>[steps, width]</c> (Vaswani et al., 2017,
/// section 3.5).
/// </summary>
internal sealed record SinusoidsOp(int Steps, int Width) : LeafOp
{
    protected override string Text => $"sinusoids of {NumberText.Of(Steps)} steps";
    public override Extent ExtentOf(IReadOnlyList<Value> inputs) => Extent.Of(0, Steps, Width);
}

/// <summary>0, 1, 2, … along one dimension.</summary>
internal sealed record RangeOp(int Count) : LeafOp
{
    protected override string Text => $"range {NumberText.Of(Count)}";

    public override Extent ExtentOf(IReadOnlyList<Value> inputs) => Extent.Of(0, Count);
}
