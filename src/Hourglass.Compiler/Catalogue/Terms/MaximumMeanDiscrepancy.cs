using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The term <c>mmd</c>.</summary>
internal sealed class MaximumMeanDiscrepancy : TermEntry
{
    public override string Name => "mmd";

    public override string Summary =>
        "The squared maximum mean discrepancy between a batch of codes and as many draws from their prior, by a kernel of width 2 d for a "
        + "code of d numbers: rbf is exp(-|a - b|² / 2d), imq is 2d / (2d + |a - b|²).";

    public override string Source => "Gretton et al. (2012), equation 5; Tolstikhin et al. (2018), section 4";
    public override string Formula => "mean k(z, z') + mean k(p, p') - 2 mean k(z, p), p from the prior";

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("z", ParameterKind.Value),
        new Parameter("kernel", ParameterKind.Word, "rbf", NamedOnly: true, Words: EquatableArray.Of("rbf", "imq")));

    public override bool IsDivergence => true;

    public override IReadOnlyList<BoundTerm>? Bind(TermBinding binding, BoundTerm term) =>
        binding.HasPrior(term, "z") ? [term] : null;

    public override IEnumerable<TermRead> Reads(BoundModel model, BoundTerm term) =>
        base.Reads(model, term).Append(TermRead.Prior(term.Arguments.Word("z")));

    public override Value Lower(TermLowering at, BoundTerm term)
    {
        var width = 2.0 * at.Value(term, "z").Shape.Count;
        var (z, prior) = (Flat(at.Value(term, "z")), Flat(at.DrawFromPrior(term.Arguments.Word("z")).As("prior")));
        return Kernel(z, z) + Kernel(prior, prior) - (2 * Kernel(z, prior));

        Value Kernel(Value a, Value b)
        {
            var distances = a.SquaredDistances(b);
            return (term.Arguments.Word("kernel") == "rbf" ? (-distances / width).Exp() : 1 / ((distances / width) + 1)).Mean();
        }
    }

    private static Value Flat(Value code) => code.Reshape(checked((int)code.Shape.Count));
}
