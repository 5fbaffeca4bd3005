using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Distributions;

/// <summary>The distribution <c>mixture</c>.</summary>
internal sealed class MixtureDistribution : DistributionEntry
{
    /// <summary>Spreads the components of a prior out at first, so that they come to differ.</summary>
    private const double Spread = 1;

    private static readonly NormalDistribution Component = new();

    public override string Name => "mixture";

    public override string Summary =>
        "A mixture of k normals with independent elements, whose weights, means and variances are learned; a code's prior.";

    public override string Source => "Bishop (2006), equation 9.7";
    public override Signature Signature { get; } = Signature.Of(new Parameter("k", ParameterKind.Size));
    public override Signature PriorSignature => Signature;
    public override string Parameters => "logits, mean, logvar";
    public override Support Support => Support.Reals;
    public override string? ReparameterisedBy => null;
    public override string? ClosedFormKlTo => null;
    public override string RuntimeType => "Mixture";
    public override ValueRange MeanRange => ValueRange.Any;
    public override string PropertyOf(string parameter) => parameter == "logvar" ? "LogVar" : base.PropertyOf(parameter);
    public override bool IsFactorised(BoundArguments arguments) => false;
    public override IReadOnlyList<string> HeadNames(BoundArguments arguments) => [];

    public override IReadOnlyList<(string Name, Value Value)> LowerParameters(
        DistributionLowering at, BoundDistribution distribution, IReadOnlyDictionary<string, Value> heads) =>
        throw new NotSupportedException("A mixture is a prior.");

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

    /// <summary>A number for each row: <c>[N, 1, …]</c>.</summary>
    public override Value LogProb(Density density, Value x)
    {
        var (logits, axes) = (density["logits"], Enumerable.Range(1, x.Shape.Rank).ToArray());
        var components = new Density(Component, [("mean", density["mean"]), ("logvar", density["logvar"])], density.Event);
        var each = components.LogProb(x.Reshape([1, .. x.Shape.Dimensions])).Sum(axes);
        return (each + logits.LogSoftmax().Reshape([logits.Shape[0], .. axes.Select(_ => 1)])).LogSumExp();
    }

    public override Value Mean(Density density)
    {
        var (logits, mean) = (density["logits"], density["mean"]);
        var weights = logits.Softmax().Reshape([logits.Shape[0], .. density.Event.Dimensions.Select(_ => 1)]);
        return (weights * mean).Sum(axis: 0).Reshape(density.Event);
    }
}
