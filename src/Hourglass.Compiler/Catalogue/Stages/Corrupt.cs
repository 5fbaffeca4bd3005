using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Stages;

/// <summary>The stage <c>corrupt</c>.</summary>
public sealed class Corrupt : StageEntry
{
    /// <inheritdoc/>
    public override string Name => "corrupt";

    /// <inheritdoc/>
    public override string Summary => "Corrupts its input while training; the clean data stays the target.";

    /// <inheritdoc/>
    public override string Source => "Vincent et al. (2008)";

    /// <inheritdoc/>
    public override string ShapeRule => "same";

    /// <inheritdoc/>
    public override Signature Signature { get; } = Signature.Of(new Parameter("noise", ParameterKind.Noise));

    /// <inheritdoc/>
    public override Shape? InferShape(StageBinding binding) => binding.Input;

    /// <inheritdoc/>
    public override ValueRange InferRange(BoundArguments arguments, ValueRange input) => arguments.Noise("noise").Entry.RangeOf(input);

    /// <inheritdoc/>
    public override string ResultName => "corrupted";

    /// <inheritdoc/>
    public override Value Lower(StageLowering at, BoundStage stage, Value input)
    {
        var noise = stage.Arguments.Noise("noise");
        return at.WhileTraining(noise.Entry.Corrupt(at, input, noise.Level), input);
    }

    /// <inheritdoc/>
    public override MirrorStep Mirror(BoundStage stage) => MirrorStep.Skip;

    /// <inheritdoc/>
    public override long CountFlops(BoundStage stage) => 2 * stage.Output.Count;
}
