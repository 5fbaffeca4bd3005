using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Catalogue.Distributions;

/// <summary>
/// The distribution <c>relaxed</c>: d one-hot vectors of k classes, softened. The k · d numbers of a code are the classes' maps one behind
/// the other, as <c>flatten</c> makes them of one-hot data: class j of variable i is number j d + i.
/// </summary>
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

    public override int? WidthOf(BoundArguments arguments) =>
        arguments.Has("d") ? (int)Math.Min(int.MaxValue, (long)arguments.Int("d") * arguments.Int("k")) : null;

    public override bool IsFactorised(BoundArguments arguments) => false;

    public override Diagnostic? Misfit(BoundArguments arguments, Shape eventShape, TextSpan span) => arguments.Int("k") switch
    {
        1 => NameErrors.TooSmall(Name, "k", 2, 1, arguments.SpanOf("k"), "one class says nothing"),
        var k when eventShape[0] % k != 0 => DomainErrors.NoGroups(span, eventShape[0], k),
        _ => null,
    };

    public override string? Disagreement(BoundArguments code, BoundArguments prior) => code.Int("k") == prior.Int("k")
        ? null
        : $"its variables have {NumberText.Of(prior.Int("k"))} classes, and those of the code {NumberText.Of(code.Int("k"))}";

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
        var log = Grouped(density, x).AtLeast(Smallest).Log().As("log");
        var constant = Enumerable.Range(1, k - 1).Sum(factor => Math.Log(factor)) + ((k - 1) * Math.Log(temperature));
        return (Grouped(density, density["logits"]) - (temperature * log)).LogSoftmax() - log + (constant / k);
    }

    public override Value Draw(Density density, DrawSource draws)
    {
        var uniform = draws.UniformInside(like: density["logits"]);
        var noisy = density["logits"] - (-uniform.Log()).Log();
        return (Grouped(density, noisy) / density.Arguments.Number("temperature")).Softmax().Reshape(noisy.Shape);
    }

    public override Value Mean(Density density) =>
        Grouped(density, density["logits"]).Softmax().Reshape(density["logits"].Shape);

    /// <summary>Of the classes that the logits are of: Σ q (log q - log p).</summary>
    public override Value ClosedFormKl(Density posterior, Density prior)
    {
        var q = Logarithms(posterior);
        return q.Exp() * (q - Logarithms(prior));
    }

    /// <summary>Logarithms of the classes' probabilities; one number where all are as likely.</summary>
    private static Value Logarithms(Density density) => density["logits"].Op is FillOp
        ? density["logits"].Constant(-Math.Log(density.Arguments.Int("k")))
        : Grouped(density, density["logits"]).LogSoftmax();

    /// <summary>The classes along the first dimension; what is one number for all stays one.</summary>
    private static Value Grouped(Density density, Value value)
    {
        var k = density.Arguments.Int("k");
        return value.Op is FillOp || value.Shape[0] == k
            ? value
            : value.Reshape(Shape.Of([k, value.Shape[0] / k, .. value.Shape.Spatial]));
    }
}
