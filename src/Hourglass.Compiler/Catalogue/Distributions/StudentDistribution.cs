using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Distributions;

/// <summary>The distribution <c>student</c>.</summary>
internal sealed class StudentDistribution : DistributionEntry
{
    /// <summary>Half the smallest step of a uniform draw in single precision: keeps the logarithm of a draw at the border finite.</summary>
    private const double Smallest = 5.960464477539063e-8;

    /// <summary>Keeps a draw of very few degrees of freedom, and its square, within single precision.</summary>
    private const double LargestExponent = 40;

    /// <summary>Keeps apart from zero what two normal draws are divided by.</summary>
    private const double SmallestSquare = 1e-30;

    private static readonly double LogPi = Math.Log(Math.PI);

    /// <summary>Heavy tails, and a variance: Lange et al. (1989) recommend it where there are too few data to learn it.</summary>
    private static readonly double StandardLogDf = Math.Log(4);

    private static readonly string[] Heads = ["mean", "logscale"];

    public override string Name => "student";

    public override string Summary =>
        "Independent Student variables; a head gives each element its location and the logarithm of its scale. The degrees of freedom are "
        + "`df`, or, where that is left out, one learned number for all, 4 at first. The standard one has 4.";

    public override string Source => "Lange et al. (1989), section 2; the draws: Bailey (1994), theorem 1";

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("d", ParameterKind.Size, Optional: true),
        new Parameter("df", ParameterKind.Positive, Optional: true));

    public override string Parameters => "mean, logscale, logdf";
    public override Support Support => Support.Reals;
    public override string ReparameterisedBy => "location-scale";
    public override string? ClosedFormKlTo => null;
    public override string RuntimeType => "Student";
    public override ValueRange MeanRange => ValueRange.Any;

    public override IReadOnlyList<(string Name, double Value)> StandardParameters { get; } =
        [("mean", 0), ("logscale", 0), ("logdf", StandardLogDf)];

    public override string PropertyOf(string parameter) => parameter switch { "logscale" => "LogScale", "logdf" => "LogDf", _ => "Mean" };
    public override IReadOnlyList<string> HeadNames(BoundArguments arguments) => Heads;
    public override IReadOnlyList<string> LearnedNames(BoundArguments arguments) => arguments.Has("df") ? [] : ["logdf"];

    public override IReadOnlyList<(string Name, Value Value)> LowerParameters(
        DistributionLowering at, BoundDistribution distribution, IReadOnlyDictionary<string, Value> heads) =>
    [
        ("mean", heads["mean"]),
        ("logscale", heads["logscale"]),
        ("logdf", distribution.Arguments.Has("df")
            ? at.Constant(Math.Log(distribution.Arguments.Number("df")))
            : at.Parameter("logdf", Shape.Of(1), StandardLogDf)),
    ];

    public override Value LogProb(Density density, Value x)
    {
        var (logscale, logdf) = (density["logscale"], density["logdf"]);
        var half = 0.5 * logdf.Exp();
        var apart = ((x - density["mean"]) * (-logscale).Exp()).Square();
        var tails = (half + 0.5) * (apart * (-logdf).Exp()).Log1p();
        return (half + 0.5).LogGamma() - half.LogGamma() - (0.5 * (logdf + LogPi)) - logscale - tails;
    }

    /// <summary>
    /// A point of the plane: its direction from two normal draws, its distance from a uniform one. Gradients reach the degrees of freedom
    /// through the distance.
    /// </summary>
    public override Value Draw(Density density, DrawSource draws)
    {
        var (mean, logdf) = (density["mean"], density["logdf"]);
        var (along, across) = (draws.Normal(like: mean), draws.Normal(like: mean));
        var direction = along * (along.Square() + across.Square()).AtLeast(SmallestSquare).Rsqrt();
        var exponent = (-2 * (-logdf).Exp() * draws.Uniform(like: mean).AtLeast(Smallest).Log()).AtMost(LargestExponent);
        var distance = (logdf.Exp() * exponent.Expm1()).Sqrt();
        return mean + (density["logscale"].Exp().As("scale") * (direction * distance).As("standard"));
    }

    public override Value Mean(Density density) => density["mean"];
}
