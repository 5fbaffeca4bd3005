using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Stages;

/// <summary>The stage <c>dense</c>.</summary>
internal sealed class Dense : StageEntry
{
    public override string Name => "dense";
    public override string Summary => "An affine map of the last dimension, y = W x + b; with n left out, to the width of the target.";
    public override string ShapeRule => "[..., a] → [..., n]";
    public override string LayerPrefix => "dense";
    public override bool IsPerVector => true;
    public override bool HasWeights => true;

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("n", ParameterKind.Size, Optional: true),
        new Parameter("act", ParameterKind.Activation, Optional: true),
        new Parameter("bias", ParameterKind.Flag, "true", NamedOnly: true));

    public override Shape? InferShape(StageBinding binding)
    {
        var input = binding.Input;
        if (input.Rank == 0)
        {
            binding.Report(ShapeErrors.WrongRank(binding.Span, Name, "a vector", input, null));
            return null;
        }

        if (binding.Arguments.Has("n"))
        {
            return input.With(input.Rank - 1, binding.Arguments.Int("n"));
        }

        if (binding.Target is { Rank: > 0 } target)
        {
            return input.With(input.Rank - 1, target[target.Rank - 1]);
        }

        binding.Report(ShapeErrors.WidthMissing(binding.Syntax.Span));
        return null;
    }

    public override Value Lower(StageLowering at, BoundStage stage, Value input)
    {
        var layer = at.Layer(stage, Definition(stage));
        return at.Call(layer, stage.Output, input, x => x.Affine(layer));
    }

    public override MirrorStep Mirror(BoundStage stage) =>
        MirrorStep.By(this, stage.Arguments.With("n", (double)stage.Input[stage.Input.Rank - 1]));

    internal override BoundArguments Written(BoundStage stage) =>
        stage.Arguments.Has("n") ? stage.Arguments : stage.Arguments.With("n", (double)stage.Output[stage.Output.Rank - 1]);

    public override long CountParameters(BoundStage stage)
    {
        var definition = Definition(stage);
        return ((long)definition.In * definition.Out) + (definition.Bias ? definition.Out : 0);
    }

    public override long CountFlops(BoundStage stage) => 2L * stage.Input[stage.Input.Rank - 1] * stage.Output.Count;

    private static LinearLayer Definition(BoundStage stage) => new(
        stage.Input[stage.Input.Rank - 1],
        stage.Output[stage.Output.Rank - 1],
        !stage.Arguments.Has("bias") || stage.Arguments.Flag("bias"));
}
