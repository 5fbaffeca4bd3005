using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The term <c>ciwae</c>.</summary>
internal sealed class CombinedImportanceWeighted : ImportanceWeightedBound
{
    public override string Name => "ciwae";

    public override string Summary =>
        "Between the elbo of k draws (beta near 1) and their importance-weighted bound (beta near 0).";

    public override string Source => "Rainforth et al. (2018), equation 9";
    public override string Formula => "-(beta (1/k) Σ log w + (1 - beta) log (1/k) Σ w)";

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("beta", ParameterKind.Share, "0.5"),
        new Parameter("k", ParameterKind.Size, "5"),
        Gradient);

    public override Sampling SamplingOf(BoundArguments arguments) => new(arguments.Int("k"));

    protected override Value Bound(Value logWeights, BoundArguments arguments) =>
        (arguments.Number("beta") * logWeights.FoldMean(arguments.Int("k")))
        + ((1 - arguments.Number("beta")) * LogMean(logWeights, arguments.Int("k")));

    protected override Value Shares(Value logWeights, BoundArguments arguments) =>
        ((1 - arguments.Number("beta")) * base.Shares(logWeights, arguments)) + (arguments.Number("beta") / arguments.Int("k"));
}
