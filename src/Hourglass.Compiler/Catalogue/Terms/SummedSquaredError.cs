using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The term <c>sse</c>.</summary>
internal sealed class SummedSquaredError : ErrorTerm
{
    public override string Name => "sse";
    public override string Summary => "The squared error, summed over the event.";
    public override string Formula => "Σ (y - x)²";
    protected override Value Error(TermLowering at, BoundTerm term, Value y, Value x) =>
        at.Elementwise("squared_error", y, x, (value, target) => (value - target).Square());
}
