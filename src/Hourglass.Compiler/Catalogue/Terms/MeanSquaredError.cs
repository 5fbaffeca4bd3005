using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The term <c>mse</c>.</summary>
public sealed class MeanSquaredError : ErrorTerm
{
    /// <inheritdoc/>
    public override string Name => "mse";

    /// <inheritdoc/>
    public override string Summary => "The squared error, averaged over the event.";

    /// <inheritdoc/>
    public override string Formula => "mean (y - x)²";

    /// <inheritdoc/>
    public override TermKind Kind => TermKind.Mean;

    /// <inheritdoc/>
    protected override Value Error(TermLowering at, BoundTerm term, Value y, Value x) => at.Elementwise("squared_error", y, x, (value, target) => (value - target).Square());
}
