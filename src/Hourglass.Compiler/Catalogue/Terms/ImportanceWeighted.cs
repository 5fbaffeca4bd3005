using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The term <c>iwae</c>.</summary>
internal sealed class ImportanceWeighted : ImportanceWeightedBound
{
    public override string Name => "iwae";

    public override string Summary =>
        "The negative importance-weighted bound of k draws: closer to log p(x) the more there are, and the sampled elbo at "
        + "k = 1.";

    public override string Source => "Burda et al. (2016), equation 8";
    public override string Formula => "-log (1/k) Σ w, w = p(x, z) / q(z | x)";

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("k", ParameterKind.Size, "5"),
        Gradient);

    public override Sampling SamplingOf(BoundArguments arguments) => new(arguments.Int("k"));

    protected override Value Bound(Value logWeights, BoundArguments arguments) =>
        LogMean(logWeights, arguments.Int("k"));
}
