using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Distributions;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The term <c>elbo</c>.</summary>
internal sealed class EvidenceLowerBound : VariationalBound
{
    public override string Name => "elbo";

    public override string Summary =>
        "The negative evidence lower bound: every decoded likelihood's nll and every random code's kl. The estimator is analytic (the kl "
        + "in closed form where there is one) or sampled (log p(x, z) - log q(z | x) at the draws). The gradient passes through the draws "
        + "(pathwise), or by the score function with the mean of the other draws as its baseline, as it does for codes whose draws carry "
        + "none.";

    public override string Source =>
        "Kingma and Welling (2014), equations 6 and 7; the score function: Mnih and Rezende (2016), section 2.4";
    public override string Formula => "Σ nll + Σ kl";

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("samples", ParameterKind.Size, "1", NamedOnly: true),
        new Parameter("estimator", ParameterKind.Word, "analytic", NamedOnly: true, Words: EquatableArray.Of("analytic", "sampled")),
        new Parameter("gradient", ParameterKind.Word, "pathwise", NamedOnly: true, Words: EquatableArray.Of("pathwise", "score")));

    public override Sampling SamplingOf(BoundArguments arguments) =>
        new(arguments.Int("samples"), arguments.Word("gradient") == "score");

    public override Value Lower(TermLowering at, BoundTerm term) => throw new InvalidOperationException("An elbo is bound as its parts.");

    protected override IReadOnlyList<BoundTerm>? Bind(
        TermBinding binding, BoundTerm term, IReadOnlyList<BoundBinding> likelihoods, IReadOnlyList<BoundBinding> codes)
    {
        if (term.Arguments.Word("gradient") == "score" && codes.FirstOrDefault(code => code.Distribution!.Bijections.Count > 0) is { } flow)
        {
            binding.Report(ObjectiveErrors.CannotWeigh(
                term.Span,
                $"the score function is that of a distribution, and behind `{flow.Name}`'s stand bijections with parameters of their own",
                "leave `gradient: score` out"));
            return null;
        }

        if (codes.FirstOrDefault(code => code.Distribution!.Entry is MeanFieldDistribution) is { } component)
        {
            if (SamplingOf(term.Arguments) == Sampling.Once && term.Arguments.Is("estimator", "analytic"))
            {
                return MeanFieldBound.Of(term, likelihoods[0].Name, component.Name);
            }

            binding.Report(ObjectiveErrors.CannotWeigh(
                term.Span, $"nothing is drawn where a code is of `{component.Distribution!.Entry.Name}`", "write `elbo` alone"));
            return null;
        }

        var kl = Vocabulary.Terms["kl"];
        var klArguments = term.Arguments.Word("estimator") == "sampled"
            ? BoundArguments.None.With(KullbackLeibler.SampledArgument, true)
            : BoundArguments.None;
        return
        [
            .. likelihoods.Select(b => new BoundTerm(
                "nll_" + b.Name,
                Vocabulary.Terms["nll"],
                BoundArguments.None.With("x", b.Name, term.Span),
                term.Weight,
                term.Span)),
            .. codes.Select(b => new BoundTerm("kl_" + b.Name, kl, klArguments.With("z", b.Name, term.Span), term.Weight, term.Span)),
        ];
    }
}
