using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Stages;

/// <summary>The stage <c>repeat</c>.</summary>
internal sealed class Repeat : StageEntry
{
    public override string Name => "repeat";
    public override string Summary => "The enclosed chain n times, one behind the other, each time with weights of its own.";
    public override string ShapeRule => "the chain's, n times";
    public override bool IsPerVector => true;
    public override bool TakesBody => true;

    public override Signature Signature { get; } = Signature.Of(new Parameter("n", ParameterKind.Size));

    public override Shape? InferShape(StageBinding binding) => binding.Input;
    public override IReadOnlyList<BoundStage>? Bind(StageBinding binding) => binding.BindBody(binding.Arguments.Int("n"));
    public override Value Lower(StageLowering at, BoundStage stage, Value input) => at.Chain(stage.Body, input);
}
