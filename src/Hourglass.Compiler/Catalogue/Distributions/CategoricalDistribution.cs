using Hourglass.Compiler.Binding;
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
    public override string? ClosedFormKl => null;

    /// <inheritdoc/>
    public override string RuntimeType => "Categorical";

    /// <inheritdoc/>
    public override ValueRange MeanRange => ValueRange.Unit;

    /// <inheritdoc/>
    public override IReadOnlyList<string> HeadNames(BoundArguments arguments) => Heads;

    /// <inheritdoc/>
    public override Shape HeadShape(Shape eventShape, int classes) => Shape.Of([classes, .. eventShape.Dimensions]);

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, IrValue Value)> LowerParameters(
        DistributionLowering lowering,
        BoundDistribution distribution,
        IReadOnlyDictionary<string, IrValue> heads) => [("logits", heads["logits"])];

    /// <inheritdoc/>
    public override IrValue LowerNll(TermLowering lowering, IrDistribution distribution, IrValue x, bool missing) =>
        lowering.Add(new CategoricalNllOp(missing), distribution["logits"], x);
}
