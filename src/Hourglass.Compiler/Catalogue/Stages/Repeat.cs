using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Stages;

/// <summary>The stage <c>repeat</c>.</summary>
public sealed class Repeat : StageEntry
{
    /// <inheritdoc/>
    public override string Name => "repeat";

    /// <inheritdoc/>
    public override string Summary => "The enclosed chain n times, one behind the other, each time with weights of its own.";

    /// <inheritdoc/>
    public override string ShapeRule => "the chain's, n times";

    /// <inheritdoc/>
    public override bool TakesBody => true;

    /// <inheritdoc/>
    public override Signature Signature { get; } = Signature.Of(new Parameter("n", ParameterKind.Size));

    /// <inheritdoc/>
    public override Shape? InferShape(StageBinding binding) => binding.Input;

    /// <inheritdoc/>
    public override IReadOnlyList<BoundStage>? Bind(StageBinding binding) => binding.BindBody(binding.Arguments.Int("n"));

    /// <inheritdoc/>
    public override Value Lower(StageLowering at, BoundStage stage, Value input) => at.Chain(stage.Body, input);
}
