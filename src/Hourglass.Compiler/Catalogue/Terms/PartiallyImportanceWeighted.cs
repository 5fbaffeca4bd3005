using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The term <c>piwae</c>.</summary>
internal sealed class PartiallyImportanceWeighted : ImportanceWeightedBound
{
    public override string Name => "piwae";

    public override string Summary =>
        "The importance-weighted bound of m k draws, which trains all but the encoder; that is trained by the mean of m bounds of k draws "
        + "each, `miwae(m, k)`.";

    public override string Source => "Rainforth et al. (2018), section 5";
    public override string Formula => "-log (1/(m k)) Σ w";

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("m", ParameterKind.Size, "5"),
        new Parameter("k", ParameterKind.Size, "5"),
        Gradient);

    public override Sampling SamplingOf(BoundArguments arguments) => new(GroupedDraws(arguments));

    protected override Value Bound(Value logWeights, BoundArguments arguments) => LogMean(logWeights, GroupedDraws(arguments));

    protected override Value EncoderBound(Value logWeights, BoundArguments arguments) => LogMean(logWeights, arguments.Int("k"));
}
