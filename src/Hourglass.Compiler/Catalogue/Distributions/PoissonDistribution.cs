using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Distributions;

/// <summary>The distribution <c>poisson</c>.</summary>
internal sealed class PoissonDistribution : DistributionEntry
{
    private static readonly string[] Heads = ["lograte"];

    public override string Name => "poisson";

    public override string Summary =>
        "Independent counts; a head gives each element the logarithm of its rate. The standard one has the rate 1.";

    public override string Source => "Johnson et al. (2005), section 4.1";
    public override Signature Signature { get; } = Signature.Of(new Parameter("d", ParameterKind.Size, Optional: true));
    public override string Parameters => "lograte";
    public override Support Support => Support.Counts;
    public override string? ReparameterisedBy => null;
    public override bool IsDrawn => true;
    public override string ClosedFormKlTo => "poisson";
    public override string RuntimeType => "Poisson";
    public override ValueRange MeanRange => ValueRange.NonNegative;
    public override IReadOnlyList<(string Name, double Value)> StandardParameters { get; } = [("lograte", 0)];
    public override string PropertyOf(string parameter) => "LogRate";
    public override IReadOnlyList<string> HeadNames(BoundArguments arguments) => Heads;

    public override IReadOnlyList<(string Name, Value Value)> LowerParameters(
        DistributionLowering at, BoundDistribution distribution, IReadOnlyDictionary<string, Value> heads) =>
        [("lograte", heads["lograte"])];

    public override Value LogProb(Density density, Value x)
    {
        var lograte = density["lograte"];
        return (x * lograte) - lograte.Exp() - (x + 1).LogGamma();
    }

    public override Value Draw(Density density, DrawSource draws) => PoissonDraw.Of(density["lograte"], draws);
    public override Value Mean(Density density) => density["lograte"].Exp();

    public override Value ClosedFormKl(Density posterior, Density prior)
    {
        var (lograte, priorLograte) = (posterior["lograte"], prior["lograte"]);
        var rate = lograte.Exp().As("rate");
        return (rate * (lograte - priorLograte)) - rate + priorLograte.Exp();
    }
}
