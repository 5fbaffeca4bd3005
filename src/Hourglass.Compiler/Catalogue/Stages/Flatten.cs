using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Stages;

/// <summary>The stage <c>flatten</c>.</summary>
public sealed class Flatten : StageEntry
{
    /// <inheritdoc/>
    public override string Name => "flatten";

    /// <inheritdoc/>
    public override string Summary => "All elements as one vector.";

    /// <inheritdoc/>
    public override string ShapeRule => "[a, b, ...] → [a·b·…]";

    /// <inheritdoc/>
    public override Shape? InferShape(StageBinding binding) => Shape.Of(checked((int)binding.Input.Count));

    /// <inheritdoc/>
    public override ValueRange InferRange(BoundArguments arguments, ValueRange input) => input;

    /// <inheritdoc/>
    public override string ResultName => "flat";

    /// <inheritdoc/>
    public override Value Lower(StageLowering at, BoundStage stage, Value input) => input.Reshape(stage.Output);

    /// <inheritdoc/>
    public override MirrorStep Mirror(BoundStage stage) =>
        MirrorStep.By(Vocabulary.Stages["reshape"], BoundArguments.None.With("sizes", stage.Input.Dimensions.ToArray()));
}
