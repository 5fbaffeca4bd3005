using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Distributions;

/// <summary>The distribution <c>beta</c>.</summary>
internal sealed class BetaDistribution : DistributionEntry
{
    /// <summary>As near to 0 and to 1 as single precision comes to 1 from below: 2⁻²⁴.</summary>
    private const double Border = 5.960464477539063e-8;

    private static readonly string[] Heads = ["alpha", "beta"];

    public override string Name => "beta";

    public override string Summary =>
        "Independent beta variables; each element has two concentrations, log(1 + e^h) + 0.001 of what a head gives. Numbers nearer to 0 "
        + "or to 1 than 2^-24, and those themselves, count as that near. The standard one has 1 and 1.";

    public override string Source => "Johnson et al. (1995), chapter 25; the draws: Figurnov et al. (2018)";
    public override Signature Signature { get; } = Signature.Of(new Parameter("d", ParameterKind.Size, Optional: true));
    public override string Parameters => "alpha, beta";
    public override Support Support => Support.Unit;
    public override string ReparameterisedBy => "implicit differentiation";
    public override string ClosedFormKlTo => "beta";
    public override string RuntimeType => "Beta";
    public override ValueRange MeanRange => ValueRange.Unit;
    public override IReadOnlyList<(string Name, double Value)> StandardParameters { get; } = [("alpha", 1), ("beta", 1)];
    public override string PropertyOf(string parameter) => parameter == "alpha" ? "AlphaConcentration" : "BetaConcentration";
    public override IReadOnlyList<string> HeadNames(BoundArguments arguments) => Heads;

    public override IReadOnlyList<(string Name, Value Value)> LowerParameters(
        DistributionLowering at, BoundDistribution distribution, IReadOnlyDictionary<string, Value> heads) =>
        PositiveHead.Parameters(heads, Heads);

    public override Value LogProb(Density density, Value x)
    {
        var (alpha, beta) = (density["alpha"], density["beta"]);
        var inside = Inside(x);
        return ((alpha - 1) * inside.Log()) + ((beta - 1) * (-inside).Log1p()) - LogBeta(alpha, beta);
    }

    /// <summary>The share of one gamma variable in two.</summary>
    public override Value Draw(Density density, DrawSource draws) =>
        Inside((LogGammaDraw.Of(density["alpha"], draws) - LogGammaDraw.Of(density["beta"], draws)).Sigmoid());

    public override Value Mean(Density density) => density["alpha"] / (density["alpha"] + density["beta"]);

    public override Value ClosedFormKl(Density posterior, Density prior)
    {
        var (alpha, beta, priorAlpha, priorBeta) = (posterior["alpha"], posterior["beta"], prior["alpha"], prior["beta"]);
        var ofBoth = (alpha + beta).Digamma().As("of_both");
        return ((alpha - priorAlpha) * (alpha.Digamma() - ofBoth))
            + ((beta - priorBeta) * (beta.Digamma() - ofBoth))
            - LogBeta(alpha, beta)
            + LogBeta(priorAlpha, priorBeta);
    }

    private static Value Inside(Value x) => x.Clamp(Border, 1 - Border);

    private static Value LogBeta(Value alpha, Value beta) => alpha.LogGamma() + beta.LogGamma() - (alpha + beta).LogGamma();
}
