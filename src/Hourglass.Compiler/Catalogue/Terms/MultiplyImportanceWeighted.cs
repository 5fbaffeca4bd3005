using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The term <c>miwae</c>.</summary>
internal sealed class MultiplyImportanceWeighted : ImportanceWeightedBound
{
    public override string Name => "miwae";

    public override string Summary =>
        "The mean of m importance-weighted bounds of k draws each: the encoder's gradient keeps more of its signal than with one "
        + "bound of m k draws.";

    public override string Source => "Rainforth et al. (2018), equation 7";
    public override string Formula => "-(1/m) Σ log (1/k) Σ w";

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("m", ParameterKind.Size, "5"),
        new Parameter("k", ParameterKind.Size, "5"),
        Gradient);

    public override Sampling SamplingOf(BoundArguments arguments) => new(GroupedDraws(arguments));

    protected override Value Bound(Value logWeights, BoundArguments arguments) =>
        LogMean(logWeights, arguments.Int("k"));
}
