using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The term <c>mi</c>.</summary>
internal sealed class MutualInformation : AggregateTerm
{
    public override string Name => "mi";

    public override string Summary =>
        "The mutual information of data and code, by the batch's aggregate posterior: the first part of kl = mi + tc + dwkl.";

    public override string Formula => "E log q(z | x) / q(z)";

    protected override Value Divergence(TermLowering at, string code, Aggregate aggregate) =>
        at.LogPosterior(code) - aggregate.Joint;
}
