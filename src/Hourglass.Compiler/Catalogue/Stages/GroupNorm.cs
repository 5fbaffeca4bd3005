using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Stages;

/// <summary>The stage <c>groupnorm</c>.</summary>
internal sealed class GroupNorm : StageEntry
{
    public override string Name => "groupnorm";
    public override string Summary =>
        "Normalises each example over groups of its channels, then scales and shifts each channel; the groups must divide the channels.";
    public override string Source => "Wu and He (2018), equation 7";
    public override string ShapeRule => "same";
    public override string LayerPrefix => "groupnorm";

    public override Signature Signature { get; } = Signature.Of(new Parameter("g", ParameterKind.Size));

    public override Shape? InferShape(StageBinding binding)
    {
        var groups = binding.Arguments.Int("g");
        if (!binding.Input.IsVector && !binding.Input.IsMap)
        {
            binding.Report(ShapeErrors.WrongRank(
                binding.Span,
                "a group normalisation",
                "a vector or a feature map",
                binding.Input,
                "put `flatten` before it"));
            return null;
        }

        if (binding.Input[0] % groups == 0)
        {
            return binding.Input;
        }

        binding.Report(ShapeErrors.WrongRank(
            binding.Arguments.SpanOf("g"),
            $"a group normalisation in {NumberText.Of(groups)} groups",
            $"channels that {NumberText.Of(groups)} divides",
            binding.Input,
            $"take a number of groups that divides {NumberText.Of(binding.Input[0])}"));
        return null;
    }

    public override Value Lower(StageLowering at, BoundStage stage, Value input)
    {
        var (groups, channels) = (stage.Arguments.Int("g"), stage.Input[0]);
        var layer = at.Layer(stage, new GroupNormLayer(groups, channels));

        // PyTorch's module takes maps only.
        return input.Shape.IsVector
            ? Normalise(input, layer, groups)
            : at.Call(layer, stage.Output, input, x => Normalise(x, layer, groups));
    }

    private static Value Normalise(Value x, Layer layer, int groups)
    {
        var grouped = x.Reshape(groups, checked((int)(x.Shape.Count / groups))).As("groups");
        var group = grouped.Extent with { Shape = grouped.Shape.With(1, 1) };
        return (grouped.Normalise(group).Reshape(x.Shape) * x.ByChannel(layer, "weight")) + x.ByChannel(layer, "bias");
    }

    public override MirrorStep Mirror(BoundStage stage) => MirrorStep.Skip;
    public override long CountParameters(BoundStage stage) => 2L * stage.Input[0];
    public override long CountFlops(BoundStage stage) => 8 * stage.Output.Count;
}

/// <summary>Group normalisation: groups of channels, each with all its elements.</summary>
internal sealed record GroupNormLayer(int Groups, int Channels) : LayerDefinition
{
    public override string Module => "GroupNorm";

    /// <summary>TorchSharp's module leaves both as memory comes.</summary>
    public override IReadOnlyList<(string Member, double Value)> Fills => [("weight", 1), ("bias", 0)];
    public override IReadOnlyList<ModuleArgument> Arguments => [new(null, Groups), new(null, Channels)];
    public override IReadOnlyList<LayerParameter> Parameters => WeightAndBias(Shape.Of(Channels), Channels);
    public override string Summary => $"Group normalisation of {NumberText.Of(Channels)} channels in {NumberText.Of(Groups)} groups.";
}
