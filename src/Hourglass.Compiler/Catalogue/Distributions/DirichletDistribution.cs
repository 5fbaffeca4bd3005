using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Catalogue.Distributions;

/// <summary>The distribution <c>dirichlet</c>.</summary>
internal sealed class DirichletDistribution : DistributionEntry
{
    /// <summary>The smallest normal number of single precision: shares below it count as it.</summary>
    private const double Smallest = 1.1754943508222875e-38;

    private static readonly string[] Heads = ["concentration"];

    public override string Name => "dirichlet";

    public override string Summary =>
        "Shares that add up to 1, of all elements, or of the channels at each place of a map; each has its concentration, "
        + "log(1 + e^h) + 0.001 of what a head gives. In the standard one all are 1.";

    public override string Source => "Figurnov et al. (2018); the divergence: Penny (2001), appendix";
    public override Signature Signature { get; } = Signature.Of(new Parameter("d", ParameterKind.Size, Optional: true));
    public override string Parameters => "concentration";
    public override Support Support => Support.Simplex;
    public override string ReparameterisedBy => "implicit differentiation";
    public override string ClosedFormKlTo => "dirichlet";
    public override string RuntimeType => "Dirichlet";
    public override ValueRange MeanRange => ValueRange.Unit;
    public override IReadOnlyList<(string Name, double Value)> StandardParameters { get; } = [("concentration", 1)];
    public override IReadOnlyList<string> HeadNames(BoundArguments arguments) => Heads;

    public override IReadOnlyList<(string Name, Value Value)> LowerParameters(
        DistributionLowering at, BoundDistribution distribution, IReadOnlyDictionary<string, Value> heads) =>
        PositiveHead.Parameters(heads, Heads);

    /// <summary>One number for all shares.</summary>
    public override Value LogProb(Density density, Value x)
    {
        var concentration = Concentration(density);
        var powers = ((concentration - 1) * x.AtLeast(Smallest).Log()).Sum(axis: 0);
        return powers - concentration.LogGamma().Sum(axis: 0) + concentration.Sum(axis: 0).LogGamma();
    }

    /// <summary>The shares of gamma variables in their sum.</summary>
    public override Value Draw(Density density, DrawSource draws) => LogGammaDraw.Of(density["concentration"], draws).Softmax();

    public override Value Mean(Density density) => density["concentration"] / density["concentration"].Sum(axis: 0);

    /// <summary>One number for all shares.</summary>
    public override Value ClosedFormKl(Density posterior, Density prior)
    {
        var (concentration, priorConcentration) = (Concentration(posterior), Concentration(prior));
        var (total, priorTotal) = (concentration.Sum(axis: 0).As("total"), priorConcentration.Sum(axis: 0));
        var apart = (concentration - priorConcentration) * (concentration.Digamma() - total.Digamma());
        return (apart - concentration.LogGamma()).Sum(axis: 0)
            + total.LogGamma()
            + priorConcentration.LogGamma().Sum(axis: 0)
            - priorTotal.LogGamma();
    }

    /// <summary>The standard one's single number stands for each share.</summary>
    private static Value Concentration(Density density) => density["concentration"] is { Op: FillOp } number
        ? number.Build.Expand(number, new Extent(0, density.Event))
        : density["concentration"];
}
