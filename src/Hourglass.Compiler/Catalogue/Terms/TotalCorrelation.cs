using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The term <c>tc</c>.</summary>
internal sealed class TotalCorrelation : AggregateTerm
{
    public override string Name => "tc";

    public override string Summary =>
        "The total correlation of a code's elements under the batch's aggregate posterior, the term that beta-TC-VAE weighs.";

    public override string Formula => "E log q(z) / Π q(zᵢ)";

    protected override Value Divergence(TermLowering at, string code, Aggregate aggregate) =>
        aggregate.Joint - aggregate.Marginals;
}
