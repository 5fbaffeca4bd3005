using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The term <c>l2</c>.</summary>
public sealed class L2 : PenaltyTerm
{
    /// <inheritdoc/>
    public override string Name => "l2";

    /// <inheritdoc/>
    public override string Summary => "Squares of an activation (averaged over the batch), of all weights (`weights`), or of a labelled stage's weights; biases do not count.";

    /// <inheritdoc/>
    public override string Source => "Hoerl and Kennard (1970)";

    /// <inheritdoc/>
    public override string Formula => "Σ h²";

    /// <inheritdoc/>
    protected override Value Magnitude(Value h) => h.Square();
}
