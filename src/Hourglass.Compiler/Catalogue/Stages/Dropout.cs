using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Stages;

/// <summary>The stage <c>dropout</c>.</summary>
internal sealed class Dropout : StageEntry
{
    public override string Name => "dropout";
    public override string Summary => "While training, sets each element to 0 with probability p and scales the rest by 1/(1 - p).";
    public override string Source => "Srivastava et al. (2014)";
    public override string ShapeRule => "same";

    public override Signature Signature { get; } = Signature.Of(new Parameter("p", ParameterKind.Fraction));

    public override Shape? InferShape(StageBinding binding) => binding.Input;

    public override ValueRange InferRange(BoundArguments arguments, ValueRange input)
    {
        var scale = 1 / (1 - arguments.Number("p"));
        return new ValueRange(Math.Min(input.Low * scale, 0), Math.Max(input.High * scale, 0));
    }

    public override string ResultName => "kept";

    public override Value Lower(StageLowering at, BoundStage stage, Value input)
    {
        var p = stage.Arguments.Number("p");
        var kept = at.Call(
            "dropout",
            stage.Output,
            [p],
            [input, at.Draws.Uniform(input)],
            of => p == 0 ? of[0] : 1 / (1 - p) * (of[0] * of[1].IsAtLeast(p)));
        return at.WhileTraining(kept, input);
    }

    public override MirrorStep Mirror(BoundStage stage) => MirrorStep.Skip;
    public override long CountFlops(BoundStage stage) => stage.Output.Count;
}
