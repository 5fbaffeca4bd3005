using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Stages;

/// <summary>The stage <c>layernorm</c>.</summary>
internal sealed class LayerNorm : StageEntry
{
    public override string Name => "layernorm";
    public override string Summary => "Normalises each example over all its elements, then scales and shifts each element.";
    public override string Source => "Ba et al. (2016), equation 4";
    public override string ShapeRule => "same";
    public override string LayerPrefix => "layernorm";
    public override Shape? InferShape(StageBinding binding) => binding.Input;

    public override Value Lower(StageLowering at, BoundStage stage, Value input)
    {
        var layer = at.Layer(stage, new LayerNormLayer(stage.Input));
        return at.Call(layer, stage.Output, input, x =>
        {
            var row = x.Extent with { Shape = new Shape(x.Shape.Dimensions.Select(_ => 1).ToEquatable()) };
            return (x.Normalise(row) * x.Weight(layer, "weight")) + x.Weight(layer, "bias");
        });
    }

    public override MirrorStep Mirror(BoundStage stage) => MirrorStep.Skip;
    public override long CountParameters(BoundStage stage) => 2 * stage.Input.Count;
    public override long CountFlops(BoundStage stage) => 8 * stage.Output.Count;
}

/// <summary>Layer normalisation over the whole example.</summary>
internal sealed record LayerNormLayer(Shape Shape) : LayerDefinition
{
    public override string Module => "LayerNorm";
    public override IReadOnlyList<ModuleArgument> Arguments => [new(null, Shape.Dimensions)];
    public override IReadOnlyList<LayerParameter> Parameters => [new("weight", Shape), new("bias", Shape)];
    public override string Summary => $"Layer normalisation over {Shape}.";
}
