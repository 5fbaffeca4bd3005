using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
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
    public override string ResultName => "kept";

    /// <inheritdoc/>
    public override Value Lower(StageLowering at, BoundStage stage, Value input)
    {
        var p = stage.Arguments.Number("p");
        var kept = at.Call("dropout", stage.Output, [p], [input, at.Draws.Uniform(input)], of => p == 0 ? of[0] : 1 / (1 - p) * (of[0] * of[1].IsAtLeast(p)));
        return at.WhileTraining(kept, input);
    }

    /// <inheritdoc/>
    public override MirrorStep Mirror(BoundStage stage) => MirrorStep.Skip;

    /// <inheritdoc/>
    public override long CountFlops(BoundStage stage) => stage.Output.Count;
}
