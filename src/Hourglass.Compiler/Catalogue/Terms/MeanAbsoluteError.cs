using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The term <c>mae</c>.</summary>
internal sealed class MeanAbsoluteError : ErrorTerm
{
    public override string Name => "mae";
    public override string Summary => "The absolute error, averaged over the event.";
    public override string Formula => "mean |y - x|";
    public override TermKind Kind => TermKind.Mean;
    public override string Summed => "sae";
    protected override Value Error(TermLowering at, BoundTerm term, Value y, Value x) =>
        at.Elementwise("absolute_error", y, x, (value, target) => (value - target).Abs());
}
