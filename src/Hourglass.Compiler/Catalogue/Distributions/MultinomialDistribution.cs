using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Distributions;

/// <summary>The distribution <c>multinomial</c>.</summary>
internal sealed class MultinomialDistribution : DistributionEntry
{
    private static readonly string[] Heads = ["logits"];

    public override string Name => "multinomial";

    public override string Summary =>
        "How often each of all elements of the event came up, given how often any did: the sum of the data. A decoder does not know that "
        + "sum; the mean is the probabilities.";

    public override string Source => "Liang et al. (2018), equation 2";
    public override string Parameters => "logits";
    public override Support Support => Support.Counts;
    public override string? ReparameterisedBy => null;
    public override string? ClosedFormKlTo => null;
    public override string RuntimeType => "Multinomial";
    public override ValueRange MeanRange => ValueRange.Unit;
    public override bool IsFactorised(BoundArguments arguments) => false;
    public override IReadOnlyList<string> HeadNames(BoundArguments arguments) => Heads;

    public override IReadOnlyList<(string Name, Value Value)> LowerParameters(
        DistributionLowering at, BoundDistribution distribution, IReadOnlyDictionary<string, Value> heads) => [("logits", heads["logits"])];

    /// <summary>One number for each row.</summary>
    public override Value LogProb(Density density, Value x)
    {
        var counts = Whole(x, density);
        var chances = counts * Whole(density["logits"], density).LogSoftmax();
        return (chances - (counts + 1).LogGamma()).Sum(axis: 0) + (counts.Sum(axis: 0) + 1).LogGamma();
    }

    public override Value Mean(Density density) => Whole(density["logits"], density).Softmax().Reshape(density.Event);

    /// <summary>All elements of the event in a row.</summary>
    private static Value Whole(Value value, Density density) => value.Reshape(Shape.Of(checked((int)density.Event.Count)));
}
