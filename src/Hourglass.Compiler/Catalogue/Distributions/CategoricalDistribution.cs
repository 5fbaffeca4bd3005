using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Catalogue.Terms;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Distributions;

/// <summary>The distribution <c>categorical</c>.</summary>
public sealed class CategoricalDistribution : DistributionEntry
{
    private static readonly string[] Heads = ["logits"];

    /// <inheritdoc/>
    public override string Name => "categorical";

    /// <inheritdoc/>
    public override string Summary => "One of K classes, for each element of the event.";

    /// <inheritdoc/>
    public override string Parameters => "logits";

    /// <inheritdoc/>
    public override string? ReparameterisedBy => null;

    /// <inheritdoc/>
    public override string? ClosedFormKlTo => null;

    /// <inheritdoc/>
    public override string RuntimeType => "Categorical";

    /// <inheritdoc/>
    public override ValueRange MeanRange => ValueRange.Unit;

    /// <inheritdoc/>
    public override IReadOnlyList<string> HeadNames(BoundArguments arguments) => Heads;

    /// <inheritdoc/>
    public override Shape HeadShape(Shape eventShape, int classes) => Shape.Of([classes, .. eventShape.Dimensions]);

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, Value Value)> LowerParameters(
        DistributionLowering at, BoundDistribution distribution, IReadOnlyDictionary<string, Value> heads) => [("logits", heads["logits"])];

    /// <inheritdoc/>
    public override Value LogProb(Density density, Value x) => -ClassEntropy.OfLogits(density["logits"], x);

    /// <inheritdoc/>
    public override Value Mean(Density density) => density["logits"].Softmax();
}
