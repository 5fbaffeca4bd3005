using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The term <c>nll</c>.</summary>
internal sealed class NegativeLogLikelihood : TermEntry
{
    public override string Name => "nll";

    public override string Summary =>
        "The negative log-likelihood of the data, constants included, averaged over the examples that have them; with several draws of a "
        + "code, averaged over those too.";

    public override string Formula => "-log p(x | …)";

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("x", ParameterKind.Value),
        Masking.Parameter);

    public override bool IsReconstruction => true;

    public override IReadOnlyList<BoundTerm>? Bind(TermBinding binding, BoundTerm term)
    {
        var (name, span) = (term.Arguments.Word("x"), term.Arguments.SpanOf("x"));
        if (binding.IsBroken(name) || binding.FindData(name, span) is not { } data)
        {
            return null;
        }

        if (binding.Model.Find(name)?.Distribution is not { } distribution)
        {
            binding.Report(ObjectiveErrors.NoLikelihood(data, span));
            return null;
        }

        if (Masking.Of(term) is { } mask && !distribution.IsFactorised)
        {
            binding.Report(ObjectiveErrors.Unfit(
                mask,
                $"a mask leaves elements out, and those of `{name}` are not independent under `{distribution.Entry.Name}`",
                "take a likelihood with independent elements, such as `normal`, or leave the mask out"));
            return null;
        }

        return Masking.Fits(binding, term, data) ? [term] : null;
    }

    public override IEnumerable<TermRead> Reads(BoundModel model, BoundTerm term) =>
        base.Reads(model, term).Prepend(TermRead.Distribution(term.Arguments.Word("x")));

    public override Value Lower(TermLowering at, BoundTerm term)
    {
        var name = term.Arguments.Word("x");
        var (density, x) = (at.Distribution(name), at.Value(name));
        var elements = -density.LogProb(x);
        if (Masking.Of(at, term, name) is { } mask)
        {
            return at.MeanOfMasked(elements, mask, ofExamples: true);
        }

        var nll = at.Scored(elements);
        return at.Model.FindData(name)!.Optional
            ? at.MeanOfPresent(nll, x, ofExamples: true)
            : nll.PerExample();
    }
}
