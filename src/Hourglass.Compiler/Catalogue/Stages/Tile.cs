using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Stages;

/// <summary>The stage <c>tile</c>.</summary>
internal sealed class Tile : StageEntry
{
    /// <summary>The named call.</summary>
    internal const string Call = "tile";

    public override string Name => "tile";
    public override string Summary => "A sequence of T steps, each the same vector: what a recurrent decoder reads at every step.";
    public override string Source => "Cho et al. (2014), section 2.2";
    public override string ShapeRule => "[n] → [T, n]";
    public override Signature Signature { get; } = Signature.Of(new Parameter("T", ParameterKind.Size));

    public override Shape? InferShape(StageBinding binding)
    {
        if (binding.Input.IsVector)
        {
            return Shape.Of(binding.Arguments.Int("T"), binding.Input[0]);
        }

        binding.Report(ShapeErrors.WrongRank(
            binding.Span,
            "a `tile`",
            "a vector",
            binding.Input,
            binding.Input.Rank == 2 ? "take one step of a sequence with `last`, or put `flatten` before it" : "put `flatten` before it"));
        return null;
    }

    public override Layout? LayoutOf(BoundArguments arguments) => Layout.Sequence;
    public override ValueRange InferRange(BoundArguments arguments, ValueRange input) => input;
    public override string ResultName => "tiled";

    public override Value Lower(StageLowering at, BoundStage stage, Value input) => at.Call(
        Call,
        stage.Output,
        [],
        [input],
        of => of[0].Build.Expand(of[0].Reshape(1, stage.Output[1]), of[0].Extent with { Shape = stage.Output }));

    public override MirrorStep Mirror(BoundStage stage) => MirrorStep.By(Vocabulary.Stages["last"], BoundArguments.None);
}
