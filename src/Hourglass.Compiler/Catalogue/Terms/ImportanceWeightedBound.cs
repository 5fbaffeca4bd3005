using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>A bound that weighs draws by w = p(x, z) / q(z | x).</summary>
internal abstract class ImportanceWeightedBound : VariationalBound
{
    public override bool IsReconstruction => true;

    public override Value Lower(TermLowering at, BoundTerm term) => -Bound(at.LogWeights(), term.Arguments).PerExample();

    /// <summary>The bound from log w of every draw, <c>[kN]</c>, for each example or several times for each.</summary>
    protected abstract Value Bound(Value logWeights, BoundArguments arguments);

    /// <summary>log (1/k) Σ w, of k draws each.</summary>
    protected static Value LogMean(Value logWeights, int k) => logWeights.LogFold(k) - Math.Log(k);

    protected override IReadOnlyList<BoundTerm>? Bind(
        TermBinding binding, BoundTerm term, IReadOnlyList<BoundBinding> likelihoods, IReadOnlyList<BoundBinding> codes)
    {
        var described = likelihoods.Select(likelihood => binding.Model.FindData(likelihood.Name)!);
        if (described.FirstOrDefault(data => data.Optional) is { } optional)
        {
            binding.Report(ObjectiveErrors.CannotWeigh(
                term.Span,
                $"`{Name}` weighs draws by the likelihood of every example, and `{optional.Name}` may be missing",
                $"write `elbo`, or declare `data {optional.Name}` without `?`"));
            return null;
        }

        if (codes.FirstOrDefault(code => code.Distribution!.Entry.ReparameterisedBy is null) is { } code)
        {
            binding.Report(ObjectiveErrors.CannotWeigh(
                term.Span,
                $"`{Name}` needs draws that carry gradients, and those of `{code.Name}` (`{code.Distribution!.Entry.Name}`) do not",
                "write `elbo`, which takes the score function there"));
            return null;
        }

        return [term];
    }
}
