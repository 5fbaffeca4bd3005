using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Catalogue.Distributions;

/// <summary>
/// The distribution <c>sphere</c>: vectors of length 1 with the density C(κ) e^(κ μ·x) on the sphere of R^d, μ the mean direction and κ the
/// concentration; uniform where κ is 0.
/// </summary>
internal sealed class SphereDistribution : DistributionEntry
{
    /// <summary>Wood's method and the slopes need an angle to turn by: d - 2 is a divisor.</summary>
    private const int Fewest = 3;

    /// <summary>Keeps the length of a head's vector away from 0.</summary>
    private const double Shortest = 1e-24;

    private static readonly string[] Heads = ["mean", "concentration"];

    public override string Name => "sphere";

    public override string Summary =>
        "Vectors of length 1, 3 numbers or more, about a mean direction (von Mises and Fisher); a head gives the direction, by a vector of "
        + "any length, and another the concentration of an example, log(1 + e^h) + 1. The standard one is uniform. Outside training the "
        + "mean direction takes a draw's place.";

    public override string Source => "Davidson et al. (2018); draws: Wood (1994), with proposals of Ulrich (1984)";

    public override Signature Signature { get; } = Signature.Of(new Parameter("d", ParameterKind.Size, Optional: true));

    public override string Parameters => "mean, concentration";
    public override Support Support => Support.Sphere;
    public override string ReparameterisedBy => "rejection, implicit differentiation";
    public override string ClosedFormKlTo => "uniform sphere";
    public override string RuntimeType => "VonMisesFisher";
    public override ValueRange MeanRange => new(-1, 1);

    /// <summary>Of a concentration of 0, any direction is as good as another.</summary>
    public override IReadOnlyList<(string Name, double Value)> StandardParameters { get; } = [("mean", 1), ("concentration", 0)];

    public override IReadOnlyList<(string Name, double Value)> UniformParameters => StandardParameters;

    /// <summary>A number is no direction.</summary>
    public override Signature PriorSignature => Signature.None;

    public override bool IsFactorised(BoundArguments arguments) => false;

    public override Shape ShapeOf(string parameter, Shape @event) => HeadShape(parameter, BoundArguments.None, @event, 0);

    public override IReadOnlyList<string> HeadNames(BoundArguments arguments) => Heads;

    public override Shape HeadShape(string parameter, BoundArguments arguments, Shape eventShape, int classes) =>
        parameter == "concentration" ? Shape.Of(1) : eventShape;

    public override Diagnostic? Misfit(BoundArguments arguments, Shape eventShape, int classes, TextSpan span) =>
        !eventShape.IsVector ? ShapeErrors.WrongRank(span, "`sphere`", "a vector", eventShape, "bring it to a vector with `flatten`")
        : eventShape[0] < Fewest ? NameErrors.TooSmall(
            Name,
            "d",
            Fewest,
            eventShape[0],
            arguments.Has("d") ? arguments.SpanOf("d") : span,
            "two numbers make a circle, which has no such draws; take three")
        : null;

    public override IReadOnlyList<(string Name, Value Value)> LowerParameters(
        DistributionLowering at, BoundDistribution distribution, IReadOnlyDictionary<string, Value> heads) =>
    [
        ("mean", at.Named(Normalised(heads["mean"]), "direction")),
        ("concentration", at.Named(heads["concentration"].Softplus() + 1, "kappa")),
    ];

    /// <summary>One number for each example: log C(κ) + κ μ·x.</summary>
    public override Value LogProb(Density density, Value x)
    {
        var (size, concentration) = (density.Event[0], density["concentration"]);
        var uniform = SphereFunctions.LogUniform(size);
        return IsUniform(density)
            ? x.Constant(uniform)
            : (concentration * (density["mean"] * x).Sum(axis: 0)) - SphereFunctions.LogPartition(concentration, size) + uniform;
    }

    /// <summary>At an angle from the mean direction that κ decides, in a direction across that any is as likely as another.</summary>
    public override Value Draw(Density density, DrawSource draws)
    {
        if (IsUniform(density))
        {
            return Normalised(draws.Normal(like: density["mean"]));
        }

        var (mean, concentration) = (density["mean"], density["concentration"]);
        var height = SphereFunctions.Height(concentration, density.Event[0], draws).As("height");
        var noise = draws.Normal(like: mean);
        var across = Normalised(noise - ((noise * mean).Sum(axis: 0) * mean));
        return ((1 - height) * mean) + ((height * (2 - height)).Sqrt() * across);
    }

    public override Value Mean(Density density) => density["mean"];

    /// <summary>From the uniform sphere; one number for each example.</summary>
    public override Value? ClosedFormKl(Density posterior, Density prior) =>
        IsUniform(prior) ? SphereFunctions.Divergence(posterior["concentration"], posterior.Event[0]) : null;

    private static bool IsUniform(Density density) => density["concentration"].Op is FillOp;

    private static Value Normalised(Value vector) => vector * (vector.Square().Sum(axis: 0) + Shortest).Rsqrt();
}
