using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Stages;

/// <summary>The stage <c>dropout</c>.</summary>
public sealed class Dropout : StageEntry
{
    /// <inheritdoc/>
    public override string Name => "dropout";

    /// <inheritdoc/>
    public override string Summary => "While training, sets each element to 0 with probability p and scales the rest by 1/(1 - p).";

    /// <inheritdoc/>
    public override string Source => "Srivastava et al. (2014)";

    /// <inheritdoc/>
    public override string ShapeRule => "same";

    /// <inheritdoc/>
    public override Signature Signature { get; } = Signature.Of(new Parameter("p", ParameterKind.Fraction));

    /// <inheritdoc/>
    public override Shape? InferShape(StageBinding binding) => binding.Input;

    /// <inheritdoc/>
    public override ValueRange InferRange(BoundArguments arguments, ValueRange input)
    {
        var scale = 1 / (1 - arguments.Number("p"));
        return new ValueRange(Math.Min(input.Low * scale, 0), Math.Max(input.High * scale, 0));
    }

    /// <inheritdoc/>
    public override IrValue Lower(StageLowering lowering, BoundStage stage, IrValue input) =>
        lowering.Add(new DropoutOp(stage.Arguments.Number("p"), lowering.NextSite()), stage, "kept", input);

    /// <inheritdoc/>
    public override MirrorStep Mirror(BoundStage stage) => MirrorStep.Skip;

    /// <inheritdoc/>
    public override long CountFlops(BoundStage stage) => stage.Output.Count;
}
