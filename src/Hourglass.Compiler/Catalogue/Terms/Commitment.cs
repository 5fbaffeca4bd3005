using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Catalogue.Stages;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The term <c>commitment</c>.</summary>
internal sealed class Commitment : QuantisationTerm
{
    public override string Name => "commitment";

    public override string Summary =>
        "The squared distance of vectors from their codes: once with the gradient of the codes, which it moves to the vectors, and beta "
        + "times with that of the vectors. Of codes that averages move, the second part alone. `perplexity` is reported beside it.";

    public override string Source => "van den Oord et al. (2017), equation 3";
    public override string Formula => "Σ |sg(x) - e|² + beta Σ |x - sg(e)|²";

    public override Signature Signature { get; } = Signature.Of(Variable, new Parameter("beta", ParameterKind.Positive, "0.25"));

    public override IReadOnlyList<BoundTerm>? Bind(TermBinding binding, BoundTerm term) =>
        base.Bind(binding, term) is null ? null : [term, Perplexity.Of(term)];

    public override Value Lower(TermLowering at, BoundTerm term)
    {
        var (x, codes) = (Kept(at, term, Quantize.Vectors), Kept(at, term, Quantize.Nearest));
        var committed = term.Arguments.Number("beta") * Distance(at, x, codes.Detach());
        return Quantize.IsAveraged(StageOf(at.Model, term.Arguments.Word("q"))!)
            ? committed
            : Distance(at, codes, x.Detach()) + committed;
    }

    private static Value Distance(TermLowering at, Value first, Value second) =>
        at.Elementwise("squared_error", first, second, (value, other) => (value - other).Square()).PerExample();
}
