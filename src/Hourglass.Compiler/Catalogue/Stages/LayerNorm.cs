using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Stages;

/// <summary>The stage <c>layernorm</c>.</summary>
internal sealed class LayerNorm : StageEntry
{
    private const string Step = "step";

    public override string Name => "layernorm";
    public override string Summary =>
        "Normalises each example over all its elements, then scales and shifts each element; with `over: step` each vector of a sequence "
        + "by itself, with the same scales and shifts.";
    public override string Source => "Ba et al. (2016), equation 4";
    public override string ShapeRule => "same";
    public override string LayerPrefix => "layernorm";

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("over", ParameterKind.Word, "example", NamedOnly: true, Words: EquatableArray.Of("example", Step)));

    public override Shape? InferShape(StageBinding binding) =>
        !IsOfSteps(binding.Arguments)
        || binding.TakesSequence("a `layernorm` of steps", "`layernorm` alone normalises a vector")
            ? binding.Input
            : null;

    public override Layout LayoutBehind(Layout before, BoundArguments arguments) =>
        before == Layout.Open && IsOfSteps(arguments) ? Layout.Sequence : before;

    public override Value Lower(StageLowering at, BoundStage stage, Value input)
    {
        var isOfSteps = IsOfSteps(stage.Arguments);
        var layer = at.Layer(stage, new LayerNormLayer(Normalised(stage)));
        return at.Call(layer, stage.Output, input, x =>
        {
            var ones = x.Shape.Dimensions.Select((size, i) => isOfSteps && i == 0 ? size : 1);
            var row = x.Extent with { Shape = new Shape(ones.ToEquatable()) };
            return (x.Normalise(row) * x.Weight(layer, "weight")) + x.Weight(layer, "bias");
        });
    }

    public override MirrorStep Mirror(BoundStage stage) => MirrorStep.Skip;
    public override long CountParameters(BoundStage stage) => 2 * Normalised(stage).Count;
    public override long CountFlops(BoundStage stage) => 8 * stage.Output.Count;

    private static bool IsOfSteps(BoundArguments arguments) => arguments.Is("over", Step);
    private static Shape Normalised(BoundStage stage) => IsOfSteps(stage.Arguments) ? Shape.Of(stage.Input[1]) : stage.Input;
}

/// <summary>Layer normalisation over the whole example, or over the last dimensions of it.</summary>
internal sealed record LayerNormLayer(Shape Shape) : LayerDefinition
{
    public override string Module => "LayerNorm";
    public override IReadOnlyList<ModuleArgument> Arguments => [new(null, Shape.Dimensions)];
    public override IReadOnlyList<LayerParameter> Parameters => [new("weight", Shape), new("bias", Shape)];
    public override string Summary => $"Layer normalisation over {Shape}.";
}
