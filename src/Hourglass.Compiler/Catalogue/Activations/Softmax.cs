using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Activations;

/// <summary>The activation <c>softmax</c>.</summary>
public sealed class Softmax : ActivationEntry
{
    /// <inheritdoc/>
    public override string Name => "softmax";

    /// <inheritdoc/>
    public override string Summary => "Exponentials that sum to one along the first dimension.";


    /// <inheritdoc/>
    public override ValueRange RangeOf(ValueRange input, double parameter) => ValueRange.Unit;

    /// <inheritdoc/>
    public override IrValue Apply(StageLowering lowering, BoundStage stage, IrValue input, double parameter) =>
        lowering.Add(new SoftmaxOp(), stage, Name, input);
}
