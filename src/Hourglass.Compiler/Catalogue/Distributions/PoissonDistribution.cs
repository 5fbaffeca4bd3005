using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Distributions;

/// <summary>The distribution <c>poisson</c>.</summary>
internal sealed class PoissonDistribution : DistributionEntry
{
    private static readonly string[] Heads = ["lograte"];

    public override string Name => "poisson";
    public override string Summary => "Independent counts; a head gives each element the logarithm of its rate.";
    public override string Source => "Johnson et al. (2005), section 4.1";
    public override string Parameters => "lograte";
    public override Support Support => Support.Counts;
    public override string? ReparameterisedBy => null;
    public override string? ClosedFormKlTo => null;
    public override string RuntimeType => "Poisson";
    public override ValueRange MeanRange => ValueRange.NonNegative;
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

    public override Value Mean(Density density) => density["lograte"].Exp();
}
