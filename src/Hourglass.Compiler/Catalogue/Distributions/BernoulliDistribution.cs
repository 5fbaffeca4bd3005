using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Distributions;

/// <summary>The distribution <c>bernoulli</c>.</summary>
public sealed class BernoulliDistribution : DistributionEntry
{
    private static readonly string[] Heads = ["logits"];

    /// <inheritdoc/>
    public override string Name => "bernoulli";

    /// <inheritdoc/>
    public override string Summary => "Independent coin throws; of data in [0, 1] the cross entropy is taken.";

    /// <inheritdoc/>
    public override string Source => "Kingma and Welling (2014), appendix C.1";

    /// <inheritdoc/>
    public override string Parameters => "logits";

    /// <inheritdoc/>
    public override string? ReparameterisedBy => null;

    /// <inheritdoc/>
    public override string? ClosedFormKl => null;

    /// <inheritdoc/>
    public override string RuntimeType => "Bernoulli";

    /// <inheritdoc/>
    public override ValueRange MeanRange => ValueRange.Unit;

    /// <inheritdoc/>
    public override IReadOnlyList<string> HeadNames(BoundArguments arguments) => Heads;

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, IrValue Value)> LowerParameters(
        DistributionLowering lowering,
        BoundDistribution distribution,
        IReadOnlyDictionary<string, IrValue> heads) => [("logits", heads["logits"])];

    /// <inheritdoc/>
    public override IrValue LowerNll(TermLowering lowering, IrDistribution distribution, IrValue x, bool missing) =>
        lowering.Add(new ErrorOp(ErrorKind.CrossEntropyWithLogits, Reduction.Sum), distribution["logits"], x);
}
