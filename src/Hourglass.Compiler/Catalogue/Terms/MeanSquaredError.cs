using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The term <c>mse</c>.</summary>
internal sealed class MeanSquaredError : ErrorTerm
{
    public override string Name => "mse";
    public override string Summary => "The squared error, averaged over the event.";
    public override string Formula => "mean (y - x)²";
    public override TermKind Kind => TermKind.Mean;
    public override string Summed => "sse";
    protected override Value Error(TermLowering at, BoundTerm term, Value y, Value x) =>
        at.Elementwise("squared_error", y, x, (value, target) => (value - target).Square());
}
