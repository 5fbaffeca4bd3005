using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Ir;

/// <summary>A data variable as it comes from the batch.</summary>
public sealed record InputOp(string Field, Shape Shape) : Primitive
{
    /// <inheritdoc/>
    public override Shape ShapeOf(IReadOnlyList<IrValue> inputs) => Shape;

    /// <inheritdoc/>
    public override BatchKind BatchOf(IReadOnlyList<IrValue> inputs) => BatchKind.Examples;
}

/// <summary>A vector of a class, 1 at its index, along a new leading dimension.</summary>
public sealed record OneHotOp(int Classes) : Primitive
{
    /// <inheritdoc/>
    public override Shape ShapeOf(IReadOnlyList<IrValue> inputs) => Shape.Of([Classes, .. inputs[0].Shape.Dimensions]);
}

/// <summary>A layer applied to a value.</summary>
public sealed record LayerOp(IrLayer Layer, Shape Output) : Primitive
{
    /// <inheritdoc/>
    internal override bool DiffersInTraining => Layer.Definition is BatchNormLayer;

    /// <inheritdoc/>
    public override Shape ShapeOf(IReadOnlyList<IrValue> inputs) => Output;
}

/// <summary>A layer's linear map run backwards with a bias of its own: <c>y = x W + b</c> for a dense layer.</summary>
/// <param name="Layer">The layer whose weights are used.</param>
/// <param name="Bias">The bias.</param>
/// <param name="Output">The shape of the result.</param>
/// <param name="Padding">Of a convolution's adjoint: what is cut off on both sides of every spatial dimension.</param>
/// <param name="OutputPadding">Of a convolution's adjoint: what its stride had skipped behind.</param>
public sealed record TiedOp(IrLayer Layer, IrLayer Bias, Shape Output, EquatableArray<int> Padding, EquatableArray<int> OutputPadding) : Primitive
{
    /// <inheritdoc/>
    public override Shape ShapeOf(IReadOnlyList<IrValue> inputs) => Output;
}

/// <summary>A parameter that stands by itself.</summary>
public sealed record ParameterOp(IrLayer Layer) : Primitive
{
    /// <inheritdoc/>
    public override Shape ShapeOf(IReadOnlyList<IrValue> inputs) => ((ParameterLayer)Layer.Definition).Shape;
}

/// <summary>A function of each element, by its name in PyTorch's <c>nn.functional</c>.</summary>
/// <param name="Function">The name.</param>
/// <param name="Parameter">Its argument; NaN where it has none.</param>
public sealed record ElementwiseOp(string Function, double Parameter) : Primitive
{
    /// <inheritdoc/>
    public override Shape ShapeOf(IReadOnlyList<IrValue> inputs) => inputs[0].Shape;
}

/// <summary>Exponentials that sum to one along the first dimension behind the batch.</summary>
public sealed record SoftmaxOp : Primitive
{
    /// <inheritdoc/>
    public override Shape ShapeOf(IReadOnlyList<IrValue> inputs) => inputs[0].Shape;
}

/// <summary>The logarithms of a <see cref="SoftmaxOp"/>'s values, without computing those.</summary>
public sealed record LogSoftmaxOp : Primitive
{
    /// <inheritdoc/>
    public override Shape ShapeOf(IReadOnlyList<IrValue> inputs) => inputs[0].Shape;
}

/// <summary>The logarithm of the logistic function of each element, without computing that function.</summary>
public sealed record LogSigmoidOp : Primitive
{
    /// <inheritdoc/>
    public override Shape ShapeOf(IReadOnlyList<IrValue> inputs) => inputs[0].Shape;
}

/// <summary>Another shape for the same elements.</summary>
public sealed record ReshapeOp(Shape Shape) : Primitive
{
    /// <inheritdoc/>
    internal override bool MovesElements => true;

    /// <inheritdoc/>
    public override Shape ShapeOf(IReadOnlyList<IrValue> inputs) => Shape;
}

/// <summary>Values side by side along the first dimension behind the batch.</summary>
public sealed record ConcatOp : Primitive
{
    /// <inheritdoc/>
    internal override bool MovesElements => true;

    /// <inheritdoc/>
    public override Shape ShapeOf(IReadOnlyList<IrValue> inputs) => inputs[0].Shape.With(0, inputs.Sum(input => input.Shape[0]));
}

/// <summary>The same value under another name: a binding without stages.</summary>
public sealed record AliasOp : Primitive
{
    /// <inheritdoc/>
    internal override bool MovesElements => true;

    /// <inheritdoc/>
    public override Shape ShapeOf(IReadOnlyList<IrValue> inputs) => inputs[0].Shape;
}

/// <summary>The sum of two values.</summary>
public sealed record AddOp : Primitive
{
    /// <inheritdoc/>
    public override Shape ShapeOf(IReadOnlyList<IrValue> inputs) => inputs[0].Shape;
}

/// <summary>The largest or the mean of each window of <paramref name="Kernel"/> per spatial dimension.</summary>
/// <param name="Max">The largest; otherwise the mean of the elements that are there.</param>
/// <param name="Kernel">The window's width.</param>
/// <param name="Rest">Whether a rest smaller than a window is one too.</param>
/// <param name="Output">The shape of the result.</param>
public sealed record PoolOp(bool Max, int Kernel, bool Rest, Shape Output) : Primitive
{
    /// <inheritdoc/>
    public override Shape ShapeOf(IReadOnlyList<IrValue> inputs) => Output;
}

/// <summary>A larger map, by repetition or by linear interpolation.</summary>
public sealed record UpsampleOp(bool Linear, Shape Output) : Primitive
{
    /// <inheritdoc/>
    internal override bool MovesElements => !Linear;

    /// <inheritdoc/>
    public override Shape ShapeOf(IReadOnlyList<IrValue> inputs) => Output;
}

/// <summary>Zeros around the spatial dimensions, more behind than before by at most one.</summary>
public sealed record PadOp(EquatableArray<(int Before, int Behind)> Amounts) : Primitive
{
    /// <inheritdoc/>
    public override Shape ShapeOf(IReadOnlyList<IrValue> inputs) =>
        new(inputs[0].Shape.Dimensions.Select((size, i) => i == 0 ? size : size + Amounts[i - 1].Before + Amounts[i - 1].Behind).ToEquatable());
}

/// <summary>The first elements of every spatial dimension.</summary>
public sealed record CropOp(Shape Output) : Primitive
{
    /// <inheritdoc/>
    internal override bool MovesElements => true;

    /// <inheritdoc/>
    public override Shape ShapeOf(IReadOnlyList<IrValue> inputs) => Output;
}

/// <summary>While training, zeros where a uniform draw is below <paramref name="Rate"/>, the rest scaled by 1/(1 - rate).</summary>
/// <param name="Rate">The probability of a zero.</param>
/// <param name="Site">The number of the place that draws.</param>
public sealed record DropoutOp(double Rate, int Site) : Primitive
{
    /// <inheritdoc/>
    internal override bool DiffersInTraining => true;

    /// <inheritdoc/>
    public override Shape ShapeOf(IReadOnlyList<IrValue> inputs) => inputs[0].Shape;
}

/// <summary>While training, a corrupted value.</summary>
/// <param name="Kind">The corruption's name, also the runtime method's.</param>
/// <param name="Level">Its strength.</param>
/// <param name="Draw">What it draws, as the runtime's <c>NoiseStream</c> calls it: Normal or Uniform.</param>
/// <param name="Site">The number of the place that draws.</param>
public sealed record CorruptOp(string Kind, double Level, string Draw, int Site) : Primitive
{
    /// <inheritdoc/>
    internal override bool DiffersInTraining => true;

    /// <inheritdoc/>
    public override Shape ShapeOf(IReadOnlyList<IrValue> inputs) => inputs[0].Shape;
}

/// <summary>The same values once for each of several draws; the draws are outermost.</summary>
public sealed record DrawsOp(int Count) : Primitive
{
    /// <inheritdoc/>
    internal override bool MovesElements => true;

    /// <inheritdoc/>
    public override Shape ShapeOf(IReadOnlyList<IrValue> inputs) => inputs[0].Shape;

    /// <inheritdoc/>
    public override BatchKind BatchOf(IReadOnlyList<IrValue> inputs) => BatchKind.Draws;
}

/// <summary>A reparameterised draw of a normal with the mean and log-variance given: <c>mean + exp(logvar / 2) · ε</c>.</summary>
/// <param name="MeanOutsideTraining">Whether the emitted method gives the mean where it is not asked to draw: for codes that other codes read.</param>
/// <param name="Site">The number of the place that draws.</param>
public sealed record NormalSampleOp(bool MeanOutsideTraining, int Site) : Primitive
{
    /// <inheritdoc/>
    public override Shape ShapeOf(IReadOnlyList<IrValue> inputs) => inputs[0].Shape;
}

/// <summary>A tensor of one number that is not trained, such as the log-variance of a fixed variance.</summary>
public sealed record ConstantOp(double Value) : Primitive
{
    /// <inheritdoc/>
    public override Shape ShapeOf(IReadOnlyList<IrValue> inputs) => Shape.Scalar;
}
