using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Stages;

/// <summary>The stage <c>flatten</c>.</summary>
internal sealed class Flatten : StageEntry
{
    public override string Name => "flatten";
    public override string Summary => "All elements as one vector.";
    public override string ShapeRule => "[a, b, ...] → [a·b·…]";
    public override Shape? InferShape(StageBinding binding) => Shape.Of(checked((int)binding.Input.Count));
    public override Layout? LayoutOf(BoundArguments arguments) => Layout.Open;
    public override ValueRange InferRange(BoundArguments arguments, ValueRange input) => input;
    public override string ResultName => "flat";
    public override Value Lower(StageLowering at, BoundStage stage, Value input) => input.Reshape(stage.Output);

    public override MirrorStep Mirror(BoundStage stage) =>
        MirrorStep.By(Vocabulary.Stages["reshape"], BoundArguments.None.With("sizes", stage.Input.Dimensions.ToArray()));
}
