using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Distributions;

/// <summary>The distribution <c>gamma</c>.</summary>
internal sealed class GammaDistribution : DistributionEntry
{
    /// <summary>The smallest normal number of single precision: draws below it count as it.</summary>
    private const double Smallest = 1.1754943508222875e-38;

    /// <summary>A little above its logarithm.</summary>
    private const double LogSmallest = -87;

    private static readonly string[] Heads = ["concentration", "rate"];

    public override string Name => "gamma";

    public override string Summary =>
        "Independent gamma variables; each element has its concentration and its rate, log(1 + e^h) + 0.001 of what a head gives. The "
        + "standard one has 1 and 1.";

    public override string Source => "Figurnov et al. (2018); the divergence: Penny (2001), appendix";
    public override Signature Signature { get; } = Signature.Of(new Parameter("d", ParameterKind.Size, Optional: true));
    public override string Parameters => "concentration, rate";
    public override Support Support => Support.Positive;
    public override string ReparameterisedBy => "implicit differentiation";
    public override string ClosedFormKlTo => "gamma";
    public override string RuntimeType => "Gamma";
    public override ValueRange MeanRange => ValueRange.NonNegative;
    public override IReadOnlyList<(string Name, double Value)> StandardParameters { get; } = [("concentration", 1), ("rate", 1)];
    public override IReadOnlyList<string> HeadNames(BoundArguments arguments) => Heads;

    public override IReadOnlyList<(string Name, Value Value)> LowerParameters(
        DistributionLowering at, BoundDistribution distribution, IReadOnlyDictionary<string, Value> heads) =>
        PositiveHead.Parameters(heads, Heads);

    public override Value LogProb(Density density, Value x)
    {
        var (concentration, rate) = (density["concentration"], density["rate"]);
        return (concentration * rate.Log()) + ((concentration - 1) * x.AtLeast(Smallest).Log()) - (rate * x) - concentration.LogGamma();
    }

    public override Value Draw(Density density, DrawSource draws) =>
        (LogGammaDraw.Of(density["concentration"], draws) - density["rate"].Log()).AtLeast(LogSmallest).Exp();

    public override Value Mean(Density density) => density["concentration"] / density["rate"];

    public override Value ClosedFormKl(Density posterior, Density prior)
    {
        var (concentration, rate) = (posterior["concentration"], posterior["rate"]);
        var (priorConcentration, priorRate) = (prior["concentration"], prior["rate"]);
        return ((concentration - priorConcentration) * concentration.Digamma())
            - concentration.LogGamma()
            + priorConcentration.LogGamma()
            + (priorConcentration * (rate.Log() - priorRate.Log()))
            + (concentration * ((priorRate - rate) / rate));
    }
}
