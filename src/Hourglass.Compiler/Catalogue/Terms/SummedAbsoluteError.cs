using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The term <c>sae</c>.</summary>
public sealed class SummedAbsoluteError : ErrorTerm
{
    /// <inheritdoc/>
    public override string Name => "sae";

    /// <inheritdoc/>
    public override string Summary => "The absolute error, summed over the event.";

    /// <inheritdoc/>
    public override string Formula => "Σ |y - x|";

    /// <inheritdoc/>
    protected override Value Error(TermLowering at, BoundTerm term, Value y, Value x) => at.Elementwise("absolute_error", y, x, (value, target) => (value - target).Abs());
}
