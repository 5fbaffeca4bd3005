using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Stages;

/// <summary>The stage <c>add</c>.</summary>
internal sealed class AddStage : StageEntry
{
    public override string Name => "add";
    public override string Summary => "Adds another variable of the same shape.";
    public override string ShapeRule => "same";

    public override Signature Signature { get; } = Signature.Of(new Parameter("a", ParameterKind.Value));

    public override Shape? InferShape(StageBinding binding) => binding.Input;

    public override IReadOnlyList<BoundStage>? Bind(StageBinding binding)
    {
        var (name, span) = (binding.Arguments.Word("a"), binding.Arguments.SpanOf("a"));
        if (binding.FindValue(name, span) is not { } reference)
        {
            return null;
        }

        if (reference.Shape != binding.Input)
        {
            binding.Report(ShapeErrors.CannotAdd(span, binding.Input, name, reference.Shape));
            return null;
        }

        return [binding.Complete(this, binding.Input) with { References = [reference], Range = binding.InputRange.Plus(reference.Range) }];
    }

    public override string ResultName => "sum";
    public override Value Lower(StageLowering at, BoundStage stage, Value input) => input + at.Read(stage.References[0]);
    public override long CountFlops(BoundStage stage) => stage.Output.Count;
}
