using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The term <c>mae</c>.</summary>
public sealed class MeanAbsoluteError : ErrorTerm
{
    /// <inheritdoc/>
    public override string Name => "mae";

    /// <inheritdoc/>
    public override string Summary => "The absolute error, averaged over the event.";

    /// <inheritdoc/>
    public override string Formula => "mean |y - x|";

    /// <inheritdoc/>
    public override TermKind Kind => TermKind.Mean;

    /// <inheritdoc/>
    protected override Value Error(TermLowering at, BoundTerm term, Value y, Value x) => at.Elementwise("absolute_error", y, x, (value, target) => (value - target).Abs());
}
