using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Catalogue.Distributions;

/// <summary>The distribution <c>mixture</c>.</summary>
internal sealed class MixtureDistribution : DistributionEntry
{
    /// <summary>Spreads the components of a prior out at first, so that they come to differ.</summary>
    private const double Spread = 1;

    private static readonly NormalDistribution Component = new();

    private static readonly string[] Heads = ["logits", "mean", "logvar"];

    public override string Name => "mixture";

    public override string Summary =>
        "A mixture of k normals with independent elements. Of a code, a vector, heads give each example the weights, the means and the "
        + "logarithms of the variances; gradients reach all of them, the weights too. As a prior, `mixture(k)`, it has learned ones. The "
        + "standard one is the standard normal.";

    public override string Source =>
        "Bishop (2006), equation 9.7; the gradients of draws: Graves (2016) and Figurnov et al. (2018), section 4";

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("d", ParameterKind.Size, Optional: true),
        new Parameter("k", ParameterKind.Size));

    public override Signature PriorSignature { get; } = Signature.Of(new Parameter("k", ParameterKind.Size));
    public override string Parameters => "logits, mean, logvar";
    public override Support Support => Support.Reals;
    public override string ReparameterisedBy => "implicit differentiation";
    public override string Sized => "mixture(20, 5)";
    public override string? ClosedFormKlTo => null;
    public override string RuntimeType => "Mixture";
    public override ValueRange MeanRange => ValueRange.Any;

    public override IReadOnlyList<(string Name, double Value)> StandardParameters { get; } = [("logits", 0), ("mean", 0), ("logvar", 0)];

    public override string PropertyOf(string parameter) => parameter switch
    {
        "mean" => "ComponentMean",
        "logvar" => "ComponentLogVar",
        _ => base.PropertyOf(parameter),
    };

    public override bool IsFactorised(BoundArguments arguments) => false;
    public override IReadOnlyList<string> HeadNames(BoundArguments arguments) => Heads;

    public override Shape HeadShape(string parameter, BoundArguments arguments, Shape eventShape, int classes) =>
        parameter == "logits" ? Shape.Of(arguments.Int("k")) : Shape.Of([arguments.Int("k"), .. eventShape.Dimensions]);

    public override Diagnostic? Misfit(BoundArguments arguments, Shape eventShape, int classes, TextSpan span) => eventShape.IsVector
        ? null
        : ShapeErrors.WrongRank(span, "`mixture`", "a vector", eventShape, "bring it to a vector with `flatten`");

    public override IReadOnlyList<(string Name, Value Value)> LowerParameters(
        DistributionLowering at, BoundDistribution distribution, IReadOnlyDictionary<string, Value> heads) =>
        [("logits", heads["logits"]), ("mean", at.Named(heads["mean"], "means")), ("logvar", at.Named(heads["logvar"], "logvars"))];

    public override Density LowerPrior(PriorLowering at, Density posterior, BoundArguments arguments)
    {
        var k = arguments.Int("k");
        var each = Shape.Of([k, .. posterior.Event.Dimensions]);
        return Of(
            at.Parameter("logits", Shape.Of(k), 0),
            at.Parameter("mean", each, Spread),
            at.Parameter("logvar", each, 0),
            posterior.Event);
    }

    /// <summary>A mixture of normals over events of a shape.</summary>
    /// <param name="logits">The logarithms of the weights, up to a constant: <c>[k]</c>.</param>
    /// <param name="mean">The components' means, <c>[k, …]</c>.</param>
    /// <param name="logvar">The logarithms of their variances.</param>
    /// <param name="event">The shape of an event.</param>
    public static Density Of(Value logits, Value mean, Value logvar, Shape @event) => new(
        Vocabulary.Distributions["mixture"],
        [("logits", logits), ("mean", mean), ("logvar", logvar)],
        @event);

    /// <summary>A number for each row: <c>[N, 1, …]</c>; of the standard one, for each element.</summary>
    public override Value LogProb(Density density, Value x)
    {
        if (IsStandard(density))
        {
            return Component.LogProb(Normals(density), x);
        }

        var (logits, axes) = (density["logits"], Enumerable.Range(1, x.Shape.Rank).ToArray());
        var each = Normals(density).LogProb(x.Reshape([1, .. x.Shape.Dimensions])).Sum(axes);
        return (each + logits.LogSoftmax().Reshape([logits.Shape[0], .. axes.Select(_ => 1)])).LogSumExp();
    }

    public override Value Draw(Density density, DrawSource draws) => IsStandard(density)
        ? Component.Draw(Normals(density), draws)
        : MixtureDraw.Of(density["logits"], density["mean"], density["logvar"], density.Event, draws);

    public override Value Mean(Density density)
    {
        var (logits, mean) = (density["logits"], density["mean"]);
        var weights = logits.Softmax().Reshape([logits.Shape[0], .. density.Event.Dimensions.Select(_ => 1)]);
        return (weights * mean).Sum(axis: 0).Reshape(density.Event);
    }

    /// <summary>Its parameters are numbers, and there are no components.</summary>
    private static bool IsStandard(Density density) => density["mean"].Op is FillOp;

    private static Density Normals(Density density) =>
        new(Component, [("mean", density["mean"]), ("logvar", density["logvar"])], density.Event);
}
