using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Stages;

/// <summary>The stage <c>layernorm</c>.</summary>
public sealed class LayerNorm : StageEntry
{
    /// <summary>PyTorch's: keeps the square root away from zero.</summary>
    private const double Margin = 1e-5;

    /// <inheritdoc/>
    public override string Name => "layernorm";

    /// <inheritdoc/>
    public override string Summary => "Normalises each example over all its elements, then scales and shifts each element.";

    /// <inheritdoc/>
    public override string Source => "Ba et al. (2016), equation 4";

    /// <inheritdoc/>
    public override string ShapeRule => "same";

    /// <inheritdoc/>
    public override string LayerPrefix => "layernorm";

    /// <inheritdoc/>
    public override Shape? InferShape(StageBinding binding) => binding.Input;

    /// <inheritdoc/>
    public override Value Lower(StageLowering at, BoundStage stage, Value input)
    {
        var layer = at.Layer(stage, new LayerNormLayer(stage.Input));
        return at.Call(layer, stage.Output, input, x =>
        {
            var row = x.Extent with { Shape = new Shape(x.Shape.Dimensions.Select(_ => 1).ToEquatable()) };
            var centred = x - x.Mean(row);
            var variance = centred.Square().Mean(row);
            return (centred * (variance + Margin).Rsqrt() * x.Weight(layer, "weight")) + x.Weight(layer, "bias");
        });
    }

    /// <inheritdoc/>
    public override MirrorStep Mirror(BoundStage stage) => MirrorStep.Skip;

    /// <inheritdoc/>
    public override long CountParameters(BoundStage stage) => 2 * stage.Input.Count;

    /// <inheritdoc/>
    public override long CountFlops(BoundStage stage) => 8 * stage.Output.Count;
}

/// <summary>Layer normalisation over the whole example.</summary>
public sealed record LayerNormLayer(Shape Shape) : LayerDefinition
{
    /// <inheritdoc/>
    public override string Module => "LayerNorm";

    /// <inheritdoc/>
    public override IReadOnlyList<ModuleArgument> Arguments => [new(null, Shape.Dimensions)];

    /// <inheritdoc/>
    public override IReadOnlyList<LayerParameter> Parameters => [new("weight", Shape), new("bias", Shape)];

    /// <inheritdoc/>
    public override string Summary => $"Layer normalisation over {Shape}.";
}
