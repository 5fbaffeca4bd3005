using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Distributions;

/// <summary>The distribution <c>relaxed</c>: one-hot vectors (<see cref="ClassGroups"/>), softened.</summary>
internal sealed class RelaxedDistribution : DistributionEntry
{
    /// <summary>Numbers below count as this one before their logarithm: the least that single precision holds with all digits.</summary>
    private const double Smallest = 1.2e-38;

    private static readonly string[] Heads = ["logits"];

    public override string Name => "relaxed";

    public override string Summary =>
        "d variables of k classes as softened one-hot vectors, softmax((logits + g) / temperature) of Gumbel noise g; the k numbers of a "
        + "variable sum to 1, and class j of variable i is number j · d + i. The closed-form divergence is that of the classes themselves.";

    public override string Source => "Jang et al. (2017), section 2; log p: Maddison et al. (2017), equation 10";

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("d", ParameterKind.Size, Optional: true),
        new Parameter("k", ParameterKind.Size),
        new Parameter("temperature", ParameterKind.Positive, "0.67"));

    public override string Parameters => "logits";
    public override Support Support => Support.Simplices;
    public override string ReparameterisedBy => "Gumbel-softmax";
    public override string ClosedFormKlTo => "relaxed";
    public override string RuntimeType => "Relaxed";
    public override ValueRange MeanRange => ValueRange.Unit;

    public override IReadOnlyList<(string Name, double Value)> StandardParameters { get; } = [("logits", 0)];

    /// <summary>Numbers that are the same for all classes say nothing.</summary>
    public override Signature PriorSignature => Signature.None;

    public override IReadOnlyList<(string Name, double Number)> RuntimeArguments(BoundArguments arguments) =>
        [("classes", arguments.Int("k")), ("temperature", arguments.Number("temperature"))];

    public override string Sized => "relaxed(20, 10)";
    public override int? WidthOf(BoundArguments arguments) => ClassGroups.WidthOf(arguments);
    public override bool IsFactorised(BoundArguments arguments) => false;

    public override Diagnostic? Misfit(BoundArguments arguments, Shape eventShape, int classes, TextSpan span) =>
        ClassGroups.Misfit(Name, arguments, eventShape, span);

    public override string? Disagreement(BoundArguments code, BoundArguments prior) => ClassGroups.Disagreement(code, prior);

    public override IReadOnlyList<string> HeadNames(BoundArguments arguments) => Heads;

    public override IReadOnlyList<(string Name, Value Value)> LowerParameters(
        DistributionLowering at, BoundDistribution distribution, IReadOnlyDictionary<string, Value> heads) => [("logits", heads["logits"])];

    /// <summary>
    /// log (k - 1)! + (k - 1) log τ + Σ (log softmax(logits - τ log x) - log x), which is equation 10 with its product and its sum as
    /// logarithms: an element has its share of the constants.
    /// </summary>
    public override Value LogProb(Density density, Value x)
    {
        var (k, temperature) = (density.Arguments.Int("k"), density.Arguments.Number("temperature"));
        var log = ClassGroups.Grouped(density, x).AtLeast(Smallest).Log().As("log");
        var constant = Enumerable.Range(1, k - 1).Sum(factor => Math.Log(factor)) + ((k - 1) * Math.Log(temperature));
        return (ClassGroups.Grouped(density, density["logits"]) - (temperature * log)).LogSoftmax() - log + (constant / k);
    }

    public override Value Draw(Density density, DrawSource draws)
    {
        var uniform = draws.UniformInside(like: density["logits"]);
        var noisy = density["logits"] - (-uniform.Log()).Log();
        return (ClassGroups.Grouped(density, noisy) / density.Arguments.Number("temperature")).Softmax().Reshape(noisy.Shape);
    }

    public override Value Mean(Density density) => ClassGroups.Mean(density);

    /// <summary>Of the classes that the logits are of.</summary>
    public override Value ClosedFormKl(Density posterior, Density prior) => ClassGroups.Divergence(posterior, prior);
}
