using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The term <c>l1</c>.</summary>
internal sealed class L1 : PenaltyTerm
{
    public override string Name => "l1";
    public override string Summary =>
        "Absolute values of an activation (averaged over the batch), of all weights (`weights`), or of a labelled stage's weights; "
        + "biases do not count.";
    public override string Source => "Tibshirani (1996)";
    public override string Formula => "Σ |h|";
    protected override Value Magnitude(Value h) => h.Abs();
}
