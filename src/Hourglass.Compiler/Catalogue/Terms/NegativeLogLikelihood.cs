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
        new Parameter("mask", ParameterKind.Value, NamedOnly: true, Optional: true, Planned: true));

    public override bool IsReconstruction => true;

    public override IReadOnlyList<BoundTerm>? Bind(TermBinding binding, BoundTerm term)
    {
        var (name, span) = (term.Arguments.Word("x"), term.Arguments.SpanOf("x"));
        if (binding.IsBroken(name) || binding.FindData(name, span) is not { } data)
        {
            return null;
        }

        if (binding.Model.Find(name)?.Distribution is null)
        {
            binding.Report(ObjectiveErrors.NoLikelihood(data, span));
            return null;
        }

        return [term];
    }

    public override Value Lower(TermLowering at, BoundTerm term)
    {
        var name = term.Arguments.Word("x");
        var (density, x) = (at.Distribution(name), at.Value(name));
        var nll = at.Scored(-density.LogProb(x));
        return at.Model.FindData(name)!.Optional
            ? at.MeanOfPresent(nll, x, ofExamples: true)
            : nll.PerExample();
    }
}
