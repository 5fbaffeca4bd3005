using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The term <c>elbo</c>.</summary>
internal sealed class EvidenceLowerBound : TermEntry
{
    public override string Name => "elbo";

    public override string Summary =>
        "The negative evidence lower bound: every decoded likelihood's nll and every random code's kl. The estimator is analytic (the kl "
        + "in closed form where there is one) or sampled (log p(x, z) - log q(z | x) at the draws).";

    public override string Source => "Kingma and Welling (2014), equations 6 and 7";
    public override string Formula => "Σ nll + Σ kl";

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("samples", ParameterKind.Size, "1", NamedOnly: true),
        new Parameter("estimator", ParameterKind.Word, "analytic", NamedOnly: true, Words: EquatableArray.Of("analytic", "sampled")));

    public override bool IsDivergence => true;

    public override IReadOnlyList<BoundTerm>? Bind(TermBinding binding, BoundTerm term)
    {
        var likelihoods = binding.Model.Bindings.Where(b => b.Role == Role.Decode && b.Distribution is not null).ToArray();
        var codes = binding.Model.Bindings.Where(b => b.Role == Role.Encode && b.Distribution is not null).ToArray();
        if (likelihoods.Length == 0 || codes.Length == 0)
        {
            if (!binding.AnyBroken)
            {
                binding.Report(ObjectiveErrors.ElboNeeds(
                    term.Span,
                    likelihoods.Length == 0 ? "a likelihood" : "a random code",
                    likelihoods.Length == 0 ? "decode x ~ … -> bernoulli" : "encode z ~ … -> normal(20)"));
            }

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

    public override Value Lower(TermLowering at, BoundTerm term) => throw new InvalidOperationException("An elbo is bound as its parts.");
}
