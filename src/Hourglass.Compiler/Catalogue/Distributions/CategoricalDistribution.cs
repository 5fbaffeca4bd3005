using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Catalogue.Terms;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Distributions;

/// <summary>The distribution <c>categorical</c>.</summary>
internal sealed class CategoricalDistribution : DistributionEntry
{
    private static readonly string[] Heads = ["logits"];

    public override string Name => "categorical";
    public override string Summary => "One of K classes, for each element of the event.";
    public override string Parameters => "logits";
    public override Support Support => Support.Classes;
    public override string? ReparameterisedBy => null;
    public override string? ClosedFormKlTo => null;
    public override string RuntimeType => "Categorical";
    public override ValueRange MeanRange => ValueRange.Unit;
    public override IReadOnlyList<string> HeadNames(BoundArguments arguments) => Heads;
    public override Shape HeadShape(string parameter, Shape eventShape, int classes) =>
        Shape.Of([classes, .. eventShape.Dimensions]);

    public override IReadOnlyList<(string Name, Value Value)> LowerParameters(
        DistributionLowering at, BoundDistribution distribution, IReadOnlyDictionary<string, Value> heads) => [("logits", heads["logits"])];

    public override Value LogProb(Density density, Value x) => -ClassEntropy.OfLogits(density["logits"], x);
    public override Value Mean(Density density) => density["logits"].Softmax();
}
