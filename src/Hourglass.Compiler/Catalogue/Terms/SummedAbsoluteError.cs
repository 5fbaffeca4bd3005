using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The term <c>sae</c>.</summary>
internal sealed class SummedAbsoluteError : ErrorTerm
{
    public override string Name => "sae";
    public override string Summary => "The absolute error, summed over the event.";
    public override string Formula => "Σ |y - x|";
    protected override Value Error(TermLowering at, BoundTerm term, Value y, Value x) =>
        at.Elementwise("absolute_error", y, x, (value, target) => (value - target).Abs());
}
