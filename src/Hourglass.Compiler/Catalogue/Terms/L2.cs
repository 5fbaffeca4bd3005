using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The term <c>l2</c>.</summary>
internal sealed class L2 : PenaltyTerm
{
    public override string Name => "l2";
    public override string Summary =>
        "Squares of an activation (averaged over the batch), of all weights (`weights`), or of a labelled stage's weights; "
        + "biases do not count.";
    public override string Source => "Hoerl and Kennard (1970)";
    public override string Formula => "Σ h²";
    protected override Value Magnitude(Value h) => h.Square();
}
