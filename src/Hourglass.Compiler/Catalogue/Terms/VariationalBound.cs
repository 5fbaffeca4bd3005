using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>A bound of log p(x) that speaks of every decoded likelihood and every random code; an objective has one.</summary>
internal abstract class VariationalBound : TermEntry
{
    public override bool IsDivergence => true;

    public override IReadOnlyList<BoundTerm>? Bind(TermBinding binding, BoundTerm term)
    {
        var (likelihoods, codes) = (Of(binding, Role.Decode), Of(binding, Role.Encode));
        if (likelihoods.Count > 0 && codes.Count > 0)
        {
            return Bind(binding, term, likelihoods, codes);
        }

        if (!binding.AnyBroken)
        {
            binding.Report(ObjectiveErrors.BoundNeeds(
                Name,
                term.Span,
                likelihoods.Count == 0 ? "a likelihood" : "a random code",
                likelihoods.Count == 0 ? "decode x ~ … -> bernoulli" : "encode z ~ … -> normal(20)"));
        }

        return null;
    }

    public override IEnumerable<TermRead> Reads(BoundModel model, BoundTerm term) => TermRead.OfBound(model);

    /// <summary>Checks the bound of a model that has likelihoods and codes, and gives the terms that it stands for.</summary>
    protected abstract IReadOnlyList<BoundTerm>? Bind(
        TermBinding binding, BoundTerm term, IReadOnlyList<BoundBinding> likelihoods, IReadOnlyList<BoundBinding> codes);

    private static IReadOnlyList<BoundBinding> Of(TermBinding binding, Role role) =>
        [.. binding.Model.Bindings.Where(b => b.Role == role && b.Distribution is not null)];
}
