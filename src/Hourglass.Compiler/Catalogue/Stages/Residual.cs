using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Stages;

/// <summary>The stage <c>residual</c>.</summary>
internal sealed class Residual : StageEntry
{
    public override string Name => "residual";
    public override string Summary => "Adds what the enclosed chain makes of the input to the input; the chain must keep the shape.";
    public override string Source => "He et al. (2016), equation 1";
    public override string ShapeRule => "same";
    public override bool IsPerVector => true;
    public override bool TakesBody => true;
    public override Shape? InferShape(StageBinding binding) => binding.Input;

    public override IReadOnlyList<BoundStage>? Bind(StageBinding binding)
    {
        if (binding.BindBody() is not { } body)
        {
            return null;
        }

        if (body.Count == 0)
        {
            binding.Report(NameErrors.UnexpectedBody(Name, true, binding.Syntax.Name.Span));
            return null;
        }

        var last = body[body.Count - 1];
        if (last.Output != binding.Input)
        {
            binding.Report(ShapeErrors.ResidualChangesShape(binding.Span, binding.Input, last.Output));
            return null;
        }

        return [binding.Complete(this, binding.Input) with { Body = body, Range = binding.InputRange.Plus(last.Range) }];
    }

    public override Value Lower(StageLowering at, BoundStage stage, Value input) => input + at.Chain(stage.Body, input);
    public override long CountFlops(BoundStage stage) => stage.Output.Count;
}
