using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Distributions;

/// <summary>The distribution <c>normal</c>.</summary>
internal sealed class NormalDistribution : DistributionEntry
{
    private const double LogTwoPi = 1.8378770664093453;

    /// <summary>Behind the arguments that are written: the code whose classes have means and precisions of their own.</summary>
    internal const string OfCode = "code";

    private static readonly string[] MeanOnly = ["mean"];
    private static readonly string[] MeanAndLogVar = ["mean", "logvar"];
    private static readonly string[] Triangular = ["mean", "logvar", "lower"];

    public override string Name => "normal";

    public override string Summary =>
        "Normals; the variance is full (a head gives each element its own), learned (one number for all), fixed (1) or a covariance: a "
        + "triangle L with Σ = L Lᵀ, whose diagonal is that of exp(logvar / 2) and whose part below it a third head gives. With a floor v, "
        + "v is added to each variance, to each square on the diagonal of L. With `prior: wishart` and a code of `mean_field` there is no "
        + "head: each class has a mean and a precision of its own with a normal-Wishart prior, a covariance, one variance for each element "
        + "(full) or one for all (learned).";

    public override string Source =>
        "Kingma and Welling (2014), appendices B and C.2; covariances: Kingma and Welling (2019), section 2.5.1";

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("d", ParameterKind.Size, Optional: true),
        new Parameter(
            "variance",
            ParameterKind.Word,
            "full",
            NamedOnly: true,
            Words: EquatableArray.Of("full", "learned", "fixed", "covariance")),
        new Parameter("floor", ParameterKind.Positive, NamedOnly: true, Optional: true),
        new Parameter("prior", ParameterKind.Word, NamedOnly: true, Optional: true, Words: EquatableArray.Of("wishart")));

    public override string Parameters => "mean, logvar";
    public override Support Support => Support.Reals;
    public override string ReparameterisedBy => "location-scale";
    public override string ClosedFormKlTo => "normal";
    public override string RuntimeType => "Normal";
    public override IReadOnlyList<string> RuntimeTypes { get; } = ["Normal", "MultivariateNormal"];
    public override ValueRange MeanRange => ValueRange.Any;

    public override string RuntimeTypeOf(BoundArguments arguments) => IsCovariance(arguments) ? "MultivariateNormal" : "Normal";

    public override string PropertyOf(string parameter) => parameter == "logvar" ? "LogVar" : base.PropertyOf(parameter);

    public override Diagnostic? Misfit(BoundArguments arguments, Shape eventShape, int classes, TextSpan span) =>
        IsCovariance(arguments) && !eventShape.IsVector
            ? ShapeErrors.WrongRank(
                span,
                "`normal(variance: covariance)`",
                "a vector",
                eventShape,
                "make the data a vector, or the code with `flatten`; or leave the variance full")
        : arguments.Is("variance", "fixed") && arguments.Has("floor")
            ? NameErrors.NeedlessArgument(Name, "floor", "where its variance is fixed at 1", arguments.SpanOf("floor"))
        : HasPrior(arguments) && (arguments.Is("variance", "fixed") || arguments.Has("floor"))
            ? NameErrors.NeedlessArgument(Name, "prior", "where the variance is fixed or has a floor", arguments.SpanOf("prior"))
        : null;

    public override IReadOnlyList<string> HeadNames(BoundArguments arguments) => HasPrior(arguments) ? []
        : IsCovariance(arguments) ? Triangular : arguments.Is("variance", "full") ? MeanAndLogVar : MeanOnly;

    public override Shape HeadShape(string parameter, BoundArguments arguments, Shape eventShape, int classes) =>
        parameter == "lower" ? Shape.Of(eventShape[0], eventShape[0]) : eventShape;

    public override IReadOnlyList<string> LearnedNames(BoundArguments arguments) =>
        arguments.Is("variance", "learned") && !HasPrior(arguments) ? ["logvar"] : [];
    public override bool IsFactorised(BoundArguments arguments) => !IsCovariance(arguments);

    public override IReadOnlyList<(string Name, double Value)> StandardParameters { get; } = [("mean", 0), ("logvar", 0)];

    public override IReadOnlyList<(string Name, Value Value)> LowerParameters(
        DistributionLowering at, BoundDistribution distribution, IReadOnlyDictionary<string, Value> heads)
    {
        var arguments = distribution.Arguments;
        if (HasPrior(arguments))
        {
            return MixtureLayer.Chosen(at.LayerOf(arguments.Word(OfCode)), at.Input);
        }

        var logvar = arguments.Word("variance") switch
        {
            "learned" => at.Parameter("logvar", Shape.Of(1)),
            "fixed" => at.Constant(0),
            _ => heads["logvar"],
        };
        return
        [
            ("mean", heads["mean"]),
            ("logvar", arguments.Has("floor") ? at.Named(Raised(logvar, Math.Log(arguments.Number("floor"))), "logvar_raised") : logvar),
            .. IsCovariance(arguments) ? [("lower", at.Named(heads["lower"].Triangle(-1), "triangle"))] : Array.Empty<(string, Value)>(),
        ];
    }

    /// <summary>
    /// Of a covariance, x_i given the elements before it: log p of them is the sum, and u = L⁻¹ (x - mean) are their standardised values.
    /// </summary>
    public override Value LogProb(Density density, Value x)
    {
        var (mean, logvar) = (density["mean"], density["logvar"]);
        var squares = density.Has("lower") ? Solve(density, x - mean).Square() : (x - mean).Square() * (-logvar).Exp();
        return -0.5 * (squares + logvar + LogTwoPi);
    }

    public override Value Draw(Density density, DrawSource draws)
    {
        var deviation = (0.5 * density["logvar"]).Exp().As("deviation");
        var noise = draws.Normal(like: density["mean"]);
        var diagonal = density["mean"] + (deviation * noise);
        return density.Has("lower")
            ? diagonal + (density["lower"] * noise.Reshape(1, noise.Shape[0])).Sum(axis: 1).Reshape(noise.Shape)
            : diagonal;
    }

    public override Value Mean(Density density) => density["mean"];

    /// <summary>
    /// Over the sum of the elements: of a prior with a triangle P, tr(P⁻¹ L (P⁻¹ L)ᵀ) takes the place of the variances. One variance for
    /// all rows makes no matrix of each row; the divergence is then taken at the draws.
    /// </summary>
    public override Value? ClosedFormKl(Density posterior, Density prior)
    {
        if (prior.Has("lower") && !posterior["logvar"].Extent.HasRows)
        {
            return null;
        }

        var (apart, logvar, priorLogvar) = (posterior["mean"] - prior["mean"], posterior["logvar"], prior["logvar"]);
        var ratio = prior.Has("lower")
            ? Solve(prior, apart).Square() + SquaresOfRows(Solve(prior, Factor(posterior)))
            : (apart.Square() + Variances(posterior)) * (-priorLogvar).Exp();
        return 0.5 * (ratio - (logvar - priorLogvar) - 1);
    }

    /// <summary>Whether means and precisions are no layer's, but each class's own.</summary>
    internal static bool HasPrior(BoundArguments arguments) => arguments.Has("prior");

    private static bool IsCovariance(BoundArguments arguments) => arguments.Is("variance", "covariance");

    /// <summary>log(v + e^a), by its logarithm.</summary>
    private static Value Raised(Value logvar, double logFloor) => (logvar - logFloor).Softplus() + logFloor;

    /// <summary>L⁻¹ y, of a vector or of each column: with S the diagonal of L, L = S (I + T) where T = S⁻¹ (L - S).</summary>
    private static Value Solve(Density density, Value y)
    {
        var size = y.Shape[0];
        var inverse = (-0.5 * density["logvar"]).Exp().Reshape(size, 1);
        return (density["lower"] * inverse).SolveTriangle(y.Reshape(size, y.Shape.IsVector ? 1 : y.Shape[1]) * inverse).Reshape(y.Shape);
    }

    /// <summary>The diagonal of the covariance.</summary>
    private static Value Variances(Density density) => density.Has("lower")
        ? density["logvar"].Exp() + SquaresOfRows(density["lower"])
        : density["logvar"].Exp();

    private static Value SquaresOfRows(Value matrix) => matrix.Square().Sum(axis: 1).Reshape(matrix.Shape[0]);

    /// <summary>
    /// L as a matrix of every row. Its diagonal is that of the products of roots, which two triangles of them do not share.
    /// </summary>
    private static Value Factor(Density density)
    {
        var (root, size) = ((0.25 * density["logvar"]).Exp(), density.Event[0]);
        var products = root.Reshape(size, 1) * root.Reshape(1, size);
        var diagonal = products.Triangle(0) - products.Triangle(-1);
        return density.Has("lower") ? diagonal + density["lower"] : diagonal;
    }
}
