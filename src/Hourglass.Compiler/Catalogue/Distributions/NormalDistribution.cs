using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Distributions;

/// <summary>The distribution <c>normal</c>.</summary>
internal sealed class NormalDistribution : DistributionEntry
{
    private const double LogTwoPi = 1.8378770664093453;

    private static readonly string[] MeanOnly = ["mean"];
    private static readonly string[] MeanAndLogVar = ["mean", "logvar"];

    public override string Name => "normal";

    public override string Summary =>
        "Independent normals; the variance is full (a head gives each element its own), learned (one number for all) or fixed (1).";

    public override string Source => "Kingma and Welling (2014), appendices B and C.2";

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("d", ParameterKind.Size, Optional: true),
        new Parameter("variance", ParameterKind.Word, "full", NamedOnly: true, Words: EquatableArray.Of("full", "learned", "fixed")));

    public override string Parameters => "mean, logvar";
    public override Support Support => Support.Reals;
    public override string ReparameterisedBy => "location-scale";
    public override string ClosedFormKlTo => "normal";
    public override string RuntimeType => "Normal";
    public override string PropertyOf(string parameter) => parameter == "logvar" ? "LogVar" : "Mean";
    public override ValueRange MeanRange => ValueRange.Any;
    public override IReadOnlyList<string> HeadNames(BoundArguments arguments) =>
        arguments.Word("variance") == "full" ? MeanAndLogVar : MeanOnly;

    public override IReadOnlyList<string> LearnedNames(BoundArguments arguments) =>
        arguments.Word("variance") == "learned" ? ["logvar"] : [];

    public override IReadOnlyList<(string Name, double Value)> StandardParameters { get; } = [("mean", 0), ("logvar", 0)];

    public override IReadOnlyList<(string Name, Value Value)> LowerParameters(
        DistributionLowering at, BoundDistribution distribution, IReadOnlyDictionary<string, Value> heads) =>
    [
        ("mean", heads["mean"]),
        ("logvar", distribution.Arguments.Word("variance") switch
        {
            "learned" => at.Parameter("logvar", Shape.Of(1)),
            "fixed" => at.Constant(0),
            _ => heads["logvar"],
        }),
    ];

    public override Value LogProb(Density density, Value x)
    {
        var (mean, logvar) = (density["mean"], density["logvar"]);
        return -0.5 * (((x - mean).Square() * (-logvar).Exp()) + logvar + LogTwoPi);
    }

    public override Value Draw(Density density, DrawSource draws) =>
        density["mean"] + ((0.5 * density["logvar"]).Exp().As("deviation") * draws.Normal(like: density["mean"]));

    public override Value Mean(Density density) => density["mean"];

    public override Value ClosedFormKl(Density posterior, Density prior)
    {
        var (mean, logvar, priorMean, priorLogvar) = (posterior["mean"], posterior["logvar"], prior["mean"], prior["logvar"]);
        return 0.5 * ((((mean - priorMean).Square() + logvar.Exp()) * (-priorLogvar).Exp()) - (logvar - priorLogvar) - 1);
    }
}
