using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
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
    public override string? ClosedFormKlTo => null;

    /// <inheritdoc/>
    public override string RuntimeType => "Bernoulli";

    /// <inheritdoc/>
    public override ValueRange MeanRange => ValueRange.Unit;

    /// <inheritdoc/>
    public override IReadOnlyList<string> HeadNames(BoundArguments arguments) => Heads;

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, Value Value)> LowerParameters(
        DistributionLowering at, BoundDistribution distribution, IReadOnlyDictionary<string, Value> heads) => [("logits", heads["logits"])];

    /// <inheritdoc/>
    public override Value LogProb(Density density, Value x) => -density["logits"].LogitsEntropy(x);

    /// <inheritdoc/>
    public override Value Mean(Density density) => density["logits"].Sigmoid();
}
