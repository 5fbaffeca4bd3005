using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The term <c>l1</c>.</summary>
public sealed class L1 : PenaltyTerm
{
    /// <inheritdoc/>
    public override string Name => "l1";

    /// <inheritdoc/>
    public override string Summary => "Absolute values of an activation (averaged over the batch), of all weights (`weights`), or of a labelled stage's weights; biases do not count.";

    /// <inheritdoc/>
    public override string Source => "Tibshirani (1996)";

    /// <inheritdoc/>
    public override string Formula => "Σ |h|";

    /// <inheritdoc/>
    protected override Value Magnitude(Value h) => h.Abs();
}
