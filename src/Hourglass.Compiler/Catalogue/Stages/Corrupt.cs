using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Stages;

/// <summary>The stage <c>corrupt</c>.</summary>
internal sealed class Corrupt : StageEntry
{
    public override string Name => "corrupt";
    public override string Summary => "Corrupts its input while training; the clean data stays the target.";
    public override string Source => "Vincent et al. (2008)";
    public override string ShapeRule => "same";

    public override Signature Signature { get; } = Signature.Of(new Parameter("noise", ParameterKind.Noise));

    public override Shape? InferShape(StageBinding binding) => binding.Input;
    public override ValueRange InferRange(BoundArguments arguments, ValueRange input) => arguments.Noise("noise").Entry.RangeOf(input);
    public override string ResultName => "corrupted";

    public override Value Lower(StageLowering at, BoundStage stage, Value input)
    {
        var noise = stage.Arguments.Noise("noise");
        return at.WhileTraining(noise.Entry.Corrupt(at, input, noise.Level), input);
    }

    public override MirrorStep Mirror(BoundStage stage) => MirrorStep.Skip;
    public override long CountFlops(BoundStage stage) => 2 * stage.Output.Count;
}
