using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The term <c>dwkl</c>.</summary>
internal sealed class DimensionWiseDivergence : AggregateTerm
{
    public override string Name => "dwkl";

    public override string Summary =>
        "The divergence of each element's aggregate posterior from its prior, by the batch.";

    public override string Formula => "Σ E log q(zᵢ) / p(zᵢ)";

    public override IEnumerable<TermRead> Reads(BoundModel model, BoundTerm term) =>
        base.Reads(model, term).Append(TermRead.Prior(term.Arguments.Word("z")));

    protected override Value Divergence(TermLowering at, string code, Aggregate aggregate) =>
        aggregate.Marginals - at.LogPrior(code);
}
