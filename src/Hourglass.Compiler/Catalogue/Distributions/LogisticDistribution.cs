using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Distributions;

/// <summary>The distribution <c>logistic</c>.</summary>
internal sealed class LogisticDistribution : DistributionEntry
{
    private static readonly string[] Heads = ["mean", "logscale"];

    public override string Name => "logistic";
    public override string Summary => "Independent logistic variables; a head gives each element its mean and the logarithm of its scale.";
    public override string Source => "Johnson, Kotz and Balakrishnan (1995), chapter 23";

    public override Signature Signature { get; } = Signature.Of(new Parameter("d", ParameterKind.Size, Optional: true));

    public override string Parameters => "mean, logscale";
    public override Support Support => Support.Reals;
    public override string ReparameterisedBy => "location-scale";
    public override string? ClosedFormKlTo => null;
    public override string RuntimeType => "Logistic";
    public override ValueRange MeanRange => ValueRange.Any;

    public override IReadOnlyList<(string Name, double Value)> StandardParameters { get; } = [("mean", 0), ("logscale", 0)];

    public override string PropertyOf(string parameter) => parameter == "logscale" ? "LogScale" : "Mean";
    public override IReadOnlyList<string> HeadNames(BoundArguments arguments) => Heads;

    public override IReadOnlyList<(string Name, Value Value)> LowerParameters(
        DistributionLowering at, BoundDistribution distribution, IReadOnlyDictionary<string, Value> heads) =>
        [("mean", heads["mean"]), ("logscale", heads["logscale"])];

    /// <summary>The density is even about the mean, so that no exponential of a positive number is taken.</summary>
    public override Value LogProb(Density density, Value x)
    {
        var logscale = density["logscale"];
        var fall = (-((x - density["mean"]).Abs() * (-logscale).Exp())).As("fall");
        return fall - logscale - (2 * fall.Softplus());
    }

    public override Value Draw(Density density, DrawSource draws)
    {
        var uniform = draws.UniformInside(like: density["mean"]);
        return density["mean"] + (density["logscale"].Exp().As("scale") * (uniform.Log() - (1 - uniform).Log()));
    }

    public override Value Mean(Density density) => density["mean"];
}
