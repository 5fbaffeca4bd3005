using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Distributions;

/// <summary>The distribution <c>bernoulli</c>.</summary>
internal sealed class BernoulliDistribution : DistributionEntry
{
    private static readonly string[] Heads = ["logits"];

    public override string Name => "bernoulli";
    public override string Summary => "Independent coin throws; of data in [0, 1] the cross entropy is taken.";
    public override string Source => "Kingma and Welling (2014), appendix C.1";

    public override Signature Signature { get; } = Signature.Of(new Parameter("d", ParameterKind.Size, Optional: true));

    public override string Parameters => "logits";
    public override Support Support => Support.Binary;
    public override string? ReparameterisedBy => null;
    public override bool IsDrawn => true;
    public override string ClosedFormKlTo => "bernoulli";
    public override string RuntimeType => "Bernoulli";
    public override ValueRange MeanRange => ValueRange.Unit;
    public override IReadOnlyList<(string Name, double Value)> StandardParameters { get; } = [("logits", 0)];

    public override IReadOnlyList<(string Name, double Value)> UniformParameters => StandardParameters;

    public override IReadOnlyList<string> HeadNames(BoundArguments arguments) => Heads;

    public override IReadOnlyList<(string Name, Value Value)> LowerParameters(
        DistributionLowering at, BoundDistribution distribution, IReadOnlyDictionary<string, Value> heads) => [("logits", heads["logits"])];

    public override Value LogProb(Density density, Value x) => -density["logits"].LogitsEntropy(x);
    public override Value Mean(Density density) => density["logits"].Sigmoid();

    public override Value Draw(Density density, DrawSource draws) =>
        (draws.Uniform(like: density["logits"]) - density["logits"].Sigmoid()).IsBelow(0);

    public override Value ClosedFormKl(Density posterior, Density prior)
    {
        var (logits, priorLogits) = (posterior["logits"], prior["logits"]);
        return (logits.Sigmoid() * (logits - priorLogits)) - logits.Softplus() + priorLogits.Softplus();
    }
}
