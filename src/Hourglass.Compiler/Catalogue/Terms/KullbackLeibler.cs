using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The term <c>kl</c>.</summary>
internal sealed class KullbackLeibler : TermEntry
{
    /// <summary>Set where an <c>elbo</c> asks for the divergence at draws.</summary>
    internal const string SampledArgument = "sampled";

    public override string Name => "kl";
    public override string Summary =>
        "The divergence of a code's posterior from its prior, in closed form where there is one; behind bijections, that of the "
        + "distribution before them and, at the draw, what they change. log q - log p at the draw where the prior's own code was computed "
        + "from that draw, where bijections stand behind the prior, and where there is no closed form. Of free nats nothing is gained by a "
        + "smaller divergence: each element's mean over the batch counts at least so much.";

    public override string Source => "Kingma and Welling (2014), appendix B; free nats: Kingma et al. (2016), equation 15";
    public override string Formula => "KL(q(z | x) ‖ p(z))";

    public override Signature Signature { get; } = Signature.Of(
        new Parameter("z", ParameterKind.Value),
        new Parameter("free", ParameterKind.Positive, NamedOnly: true, Optional: true));

    public override bool IsDivergence => true;

    public override IReadOnlyList<BoundTerm>? Bind(TermBinding binding, BoundTerm term) => binding.IsRandomCode(term, "z") ? [term] : null;

    public override IEnumerable<TermRead> Reads(BoundModel model, BoundTerm term)
    {
        var name = term.Arguments.Word("z");
        TermRead[] both = [TermRead.Distribution(name), TermRead.Prior(name)];
        return IsAtDraw(model, term, name) ? [.. both, TermRead.Value(name)] : both;
    }

    /// <summary>
    /// Whether it is taken at the draw, at least in part; classes that are missing are summed out, and those given are read.
    /// </summary>
    private static bool IsAtDraw(BoundModel model, BoundTerm term, string name)
    {
        if (model.Find(name)?.Distribution is not { } posterior)
        {
            return false;
        }

        var prior = model.PriorOf(name);
        return model.LatentClasses?.Name == name
            || term.Arguments.Has(SampledArgument)
            || posterior.Entry.ClosedFormKlTo is null
            || posterior.Bijections.Count > 0
            || prior is { Prior: not null }
            || prior?.Distribution is { } written && (written.Bijections.Count > 0 || written.Entry.Name != posterior.Entry.Name)
            || prior?.Reads.Any(read => Variables.DependsOn(model, read.Name, name)) == true;
    }

    public override Value Lower(TermLowering at, BoundTerm term)
    {
        var name = term.Arguments.Word("z");
        if (at.LatentClasses == name)
        {
            return OfClasses(at, name);
        }

        var (posterior, z) = (at.Distribution(name), at.Value(name));
        var prior = at.Prior(name) ?? at.Standard(posterior);

        // Where the prior's code was itself computed from this draw, the closed form would average over a z that is no longer independent
        // of the prior's parameters; only log q - log p at the draw stays unbiased.
        var entangled = prior.Parameters.Any(parameter => TermLowering.DependsOn(parameter.Value, z));
        var divergence = entangled || term.Arguments.Has(SampledArgument)
            ? null
            : posterior.ClosedFormKl(prior) ?? OfBijections(at, name, posterior, prior);
        var elements = at.Scored(divergence ?? Difference(at.AtDraws(posterior, z).LogProb(z), at.AtDraws(prior, z).LogProb(z)));
        return term.Arguments.Has("free") ? elements.MeanOverBatch().AtLeast(term.Arguments.Number("free")).Sum() : elements.PerExample();
    }

    /// <summary>
    /// Of a posterior with bijections whose distribution has a closed form: that, and what the bijections change at the draw,
    /// log p(z₀) - log p(z) - log |det ∂z/∂z₀|. Its mean is that of log q - log p. It varies the less, the less the bijections do, as
    /// log p(z₀), whose mean is known, varies with log p(z): a control variate.
    /// </summary>
    private static Value? OfBijections(TermLowering at, string name, Density posterior, Density prior)
    {
        var z = at.Value(name);
        if (posterior.Flow?.Drawn(z) is not var (start, logDet) || (posterior with { Flow = null }).ClosedFormKl(prior) is not { } closed)
        {
            return null;
        }

        var ofBase = z.Build.Name(closed.RepeatTo(z).SumOfEvent(), $"kl_{name}_base");
        var logp = z.Build.Name(at.AtDraws(prior, z).LogProb(start).SumOfEvent(), $"log_p_{name}_base");
        return ofBase + (logp - at.LogPrior(name) - logDet.SumOfEvent());
    }

    /// <summary>
    /// Of classes that are as likely a priori: log K less the entropy of those that are missing; -log p of those that are given (Kingma et
    /// al., 2014, equations 6 and 7).
    /// </summary>
    private static Value OfClasses(TermLowering at, string name)
    {
        var (logits, labels) = (at.Distribution(name)["logits"], at.Value(name));
        var entropy = logits.Build.Name(-(logits.Softmax() * logits.LogSoftmax()).SumOfEvent(), $"{name}_entropy");
        return (Math.Log(logits.Shape[0]) - ((1 - labels.IsPresent(anyOfRow: true)) * entropy)).PerExample();
    }

    /// <summary>log q - log p, by element where both are, and by row elsewhere.</summary>
    private static Value Difference(Value logq, Value logp) =>
        logq.Extent == logp.Extent ? logq - logp : logq.SumOfEvent() - logp.SumOfEvent();
}
