using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Stages;

/// <summary>The stage <c>layernorm</c>.</summary>
public sealed class LayerNorm : StageEntry
{
    /// <inheritdoc/>
    public override string Name => "layernorm";

    /// <inheritdoc/>
    public override string Summary => "Normalises each example over all its elements, then scales and shifts each element.";

    /// <inheritdoc/>
    public override string Source => "Ba et al. (2016), equation 4";

    /// <inheritdoc/>
    public override string ShapeRule => "same";

    /// <inheritdoc/>
    public override string LayerPrefix => "layernorm";

    /// <inheritdoc/>
    public override Shape? InferShape(StageBinding binding) => binding.Input;

    /// <inheritdoc/>
    public override IrValue Lower(StageLowering lowering, BoundStage stage, IrValue input) =>
        lowering.Add(new LayerOp(lowering.Layer(stage, new LayerNormLayer(stage.Input)), stage.Output), stage, stage.LayerName!, input);

    /// <inheritdoc/>
    public override MirrorStep Mirror(BoundStage stage) => MirrorStep.Skip;

    /// <inheritdoc/>
    public override long CountParameters(BoundStage stage) => 2 * stage.Input.Count;

    /// <inheritdoc/>
    public override long CountFlops(BoundStage stage) => 8 * stage.Output.Count;
}
