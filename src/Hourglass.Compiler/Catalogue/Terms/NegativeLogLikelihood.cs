using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The term <c>nll</c>.</summary>
public sealed class NegativeLogLikelihood : TermEntry
{
    /// <inheritdoc/>
    public override string Name => "nll";

    /// <inheritdoc/>
    public override string Summary =>
        "The negative log-likelihood of the data, constants included, averaged over the examples that have them; with several draws of a code, averaged over those too.";

    /// <inheritdoc/>
    public override string Formula => "-log p(x | …)";

    /// <inheritdoc/>
    public override Signature Signature { get; } = Signature.Of(
        new Parameter("x", ParameterKind.Value),
        new Parameter("mask", ParameterKind.Value, NamedOnly: true, Optional: true, Planned: true));

    /// <inheritdoc/>
    public override bool IsReconstruction => true;

    /// <inheritdoc/>
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

    /// <inheritdoc/>
    public override Value Lower(TermLowering at, BoundTerm term)
    {
        var name = term.Arguments.Word("x");
        var (density, x) = (at.Distribution(name), at.Value(name));
        var nll = -density.LogProb(x);
        return at.Model.FindData(name)!.Optional
            ? at.MeanOfPresent(nll, x, ofExamples: true)
            : nll.PerExample();
    }
}
