using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Catalogue.Terms;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Distributions;

/// <summary>
/// The distribution <c>categorical</c>: of data that are classes, and, with their number k, of codes of one-hot vectors
/// (<see cref="ClassGroups"/>).
/// </summary>
internal sealed class CategoricalDistribution : DistributionEntry
{
    private static readonly string[] Heads = ["logits"];

    /// <summary>The largest of the logits and Gumbel noise is at a class as often as that has probability.</summary>
    private static readonly ScriptedFunction Drawn = new(
        "categorical_draw",
        "One-hot vectors along dimension 1: the Gumbel-max trick (Maddison et al., 2014, section 2).",
        """
        def categorical_draw(uniforms: Tensor, logits: Tensor) -> Tensor:
            classes = torch.argmax(logits - torch.log(-torch.log(uniforms)), 1, True)
            return torch.zeros_like(uniforms).scatter_(1, classes, 1.0)
        """,
        Temporaries: 4,
        Purpose: "draws of classes")
    {
        Onnx = """
            categorical_draw(uniforms, logits) -> drawn
            classes = ArgMax(Sub(logits, Log(Neg(Log(uniforms)))), axis: 1, keepdims: 1)
            drawn = ScatterElements(ConstantOfShape(Shape(uniforms)), classes, Add(ConstantOfShape(Shape(classes)), 1.0), axis: 1)
            """,
    };

    public override string Name => "categorical";

    public override string Summary =>
        "One of K classes, for each element of the event. As a code, d variables of k classes as one-hot vectors: class j of variable i is "
        + "number j · d + i. In the standard one all classes are as likely.";

    public override string Source => "The draws of codes: Maddison et al. (2014), section 2";

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("d", ParameterKind.Size, Optional: true),
        new Parameter("k", ParameterKind.Size, Optional: true));

    public override string Parameters => "logits";
    public override Support Support => Support.Classes;
    public override string? ReparameterisedBy => null;
    public override bool IsDrawn => true;
    public override string Sized => "categorical(20, 10)";
    public override string ClosedFormKlTo => "categorical";
    public override string RuntimeType => "OneHotCategorical";
    public override IReadOnlyList<string> RuntimeTypes { get; } = ["Categorical", "OneHotCategorical"];
    public override ValueRange MeanRange => ValueRange.Unit;
    public override IReadOnlyList<(string Name, double Value)> StandardParameters { get; } = [("logits", 0)];
    public override IReadOnlyList<(string Name, double Value)> UniformParameters => StandardParameters;

    /// <summary>Numbers that are the same for all classes say nothing.</summary>
    public override Signature PriorSignature => Signature.None;

    public override string RuntimeTypeOf(BoundArguments arguments) => IsCode(arguments) ? "OneHotCategorical" : "Categorical";

    public override IReadOnlyList<(string Name, double Number)> RuntimeArguments(BoundArguments arguments) =>
        IsCode(arguments) ? [("classes", arguments.Int("k"))] : [];

    public override int? WidthOf(BoundArguments arguments) => IsCode(arguments) ? ClassGroups.WidthOf(arguments) : base.WidthOf(arguments);
    public override bool IsFactorised(BoundArguments arguments) => !IsCode(arguments);

    public override Diagnostic? Misfit(BoundArguments arguments, Shape eventShape, int classes, TextSpan span) =>
        (classes > 0, IsCode(arguments)) switch
        {
            (true, true) => NameErrors.NeedlessArgument(Name, "k", "of data, which have their classes", arguments.SpanOf("k")),
            (true, false) => null,
            (false, false) => NameErrors.MissingArgument(Name, Signature.Parameters[1], Signature, span),
            (false, true) => ClassGroups.Misfit(Name, arguments, eventShape, span),
        };

    public override string? Disagreement(BoundArguments code, BoundArguments prior) => ClassGroups.Disagreement(code, prior);
    public override IReadOnlyList<string> HeadNames(BoundArguments arguments) => Heads;

    public override Shape HeadShape(string parameter, BoundArguments arguments, Shape eventShape, int classes) =>
        classes > 0 ? Shape.Of([classes, .. eventShape.Dimensions]) : eventShape;

    public override IReadOnlyList<(string Name, Value Value)> LowerParameters(
        DistributionLowering at, BoundDistribution distribution, IReadOnlyDictionary<string, Value> heads) => [("logits", heads["logits"])];

    public override Value LogProb(Density density, Value x) => IsCode(density.Arguments)
        ? ClassGroups.Grouped(density, x) * ClassGroups.Logarithms(density)
        : -ClassEntropy.OfLogits(density["logits"], x);

    public override Value Draw(Density density, DrawSource draws)
    {
        var uniforms = draws.UniformInside(like: density["logits"]);
        var (groups, logits) = (ClassGroups.Grouped(density, uniforms), ClassGroups.Grouped(density, density["logits"]));
        return groups.Scripted(Drawn, logits).Reshape(uniforms.Shape);
    }

    public override Value Mean(Density density) =>
        IsCode(density.Arguments) ? ClassGroups.Mean(density) : density["logits"].Softmax();

    public override Value ClosedFormKl(Density posterior, Density prior) => ClassGroups.Divergence(posterior, prior);

    /// <summary>Of data the number of classes is known already.</summary>
    private static bool IsCode(BoundArguments arguments) => arguments.Has("k");
}
