using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Stages;

/// <summary>The stage <c>mirror</c>.</summary>
internal sealed class MirrorStage : StageEntry
{
    public override string Name => "mirror";

    public override string Summary =>
        "Derives the decoder from the encoder of the pipeline's start: dense to dense, conv to deconv, pool to up, flatten to reshape, "
        + "in reverse, each with the activation of the encoder's layer before it; the last layer is linear.";

    public override string ShapeRule => "code → data";
    public override Shape? InferShape(StageBinding binding) => null;
    public override IReadOnlyList<BoundStage>? Bind(StageBinding binding) => binding.Mirror();
    public override Value Lower(StageLowering at, BoundStage stage, Value input) => at.Chain(stage.Body, input);
}
