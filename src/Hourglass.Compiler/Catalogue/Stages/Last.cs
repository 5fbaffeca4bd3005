using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Stages;

/// <summary>The stage <c>last</c>.</summary>
internal sealed class Last : StageEntry
{
    /// <summary>The step that it takes, where that is the first.</summary>
    private const string FirstStep = "first step";

    public override string Name => "last";
    public override string Summary =>
        "The last step of a sequence. Behind a layer with `reverse: true` that is the one that the layer came to last: the first.";
    public override string ShapeRule => "[T, n] → [n]";
    public override Shape? InferShape(StageBinding binding) => Bind(binding)?[0].Output;

    public override IReadOnlyList<BoundStage>? Bind(StageBinding binding)
    {
        if (!binding.TakesSequence("`last`", "it is the last step already"))
        {
            return null;
        }

        var stage = binding.Complete(this, Shape.Of(binding.Input[1]));
        return [binding.Layout == Layout.SequenceFromBehind ? stage with { Arguments = stage.Arguments.With(FirstStep, true) } : stage];
    }

    public override Layout? LayoutOf(BoundArguments arguments) => Layout.Open;
    public override ValueRange InferRange(BoundArguments arguments, ValueRange input) => input;

    public override Value Lower(StageLowering at, BoundStage stage, Value input)
    {
        var step = stage.Arguments.Has(FirstStep) ? 0 : stage.Input[0] - 1;
        return input.Cut([step, 0], Shape.Of(1, stage.Input[1])).Reshape(stage.Output);
    }

    public override MirrorStep Mirror(BoundStage stage) =>
        MirrorStep.By(Vocabulary.Stages["tile"], BoundArguments.None.With("T", (double)stage.Input[0]));

    /// <summary>Which step it is follows from the stages before.</summary>
    internal override BoundArguments Written(BoundStage stage) => stage.Arguments.Without(FirstStep);
}
