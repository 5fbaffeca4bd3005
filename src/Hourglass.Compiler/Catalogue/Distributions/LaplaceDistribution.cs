using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Distributions;

/// <summary>The distribution <c>laplace</c>.</summary>
internal sealed class LaplaceDistribution : DistributionEntry
{
    /// <summary>Half the smallest step of a uniform draw in single precision: keeps the logarithm of a draw at the border finite.</summary>
    private const double Smallest = 5.960464477539063e-8;

    private static readonly double LogTwo = Math.Log(2);

    private static readonly string[] Heads = ["mean", "logscale"];

    public override string Name => "laplace";
    public override string Summary => "Independent Laplace variables; a head gives each element its mean and the logarithm of its scale.";
    public override string Source => "Kotz et al. (2001), section 2.1; the divergence: Meyer (2021), section 2";

    public override Signature Signature { get; } = Signature.Of(new Parameter("d", ParameterKind.Size, Optional: true));

    public override string Parameters => "mean, logscale";
    public override Support Support => Support.Reals;
    public override string ReparameterisedBy => "location-scale";
    public override string ClosedFormKlTo => "laplace";
    public override string RuntimeType => "Laplace";
    public override ValueRange MeanRange => ValueRange.Any;

    public override IReadOnlyList<(string Name, double Value)> StandardParameters { get; } = [("mean", 0), ("logscale", 0)];

    public override string PropertyOf(string parameter) => parameter == "logscale" ? "LogScale" : "Mean";
    public override IReadOnlyList<string> HeadNames(BoundArguments arguments) => Heads;

    public override IReadOnlyList<(string Name, Value Value)> LowerParameters(
        DistributionLowering at, BoundDistribution distribution, IReadOnlyDictionary<string, Value> heads) =>
        [("mean", heads["mean"]), ("logscale", heads["logscale"])];

    public override Value LogProb(Density density, Value x)
    {
        var (mean, logscale) = (density["mean"], density["logscale"]);
        return -((x - mean).Abs() * (-logscale).Exp()) - logscale - LogTwo;
    }

    public override Value Draw(Density density, DrawSource draws)
    {
        var centred = draws.Uniform(like: density["mean"]) - 0.5;
        var standard = (1 - (2 * centred.Abs())).AtLeast(Smallest).Log() * centred.Sign();
        return density["mean"] - (density["logscale"].Exp().As("scale") * standard);
    }

    public override Value Mean(Density density) => density["mean"];

    public override Value ClosedFormKl(Density posterior, Density prior)
    {
        var (apart, logscale, priorLogscale) = ((posterior["mean"] - prior["mean"]).Abs(), posterior["logscale"], prior["logscale"]);
        var tail = (logscale.Exp() * (-(apart * (-logscale).Exp())).Exp()) + apart;
        return (tail * (-priorLogscale).Exp()) - (logscale - priorLogscale) - 1;
    }
}
