using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Diagnostics;

namespace Hourglass.Compiler.Binding;

/// <summary>Warns of a mean-type reconstruction beside a sum-type divergence: the commonest mistake in autoencoder code.</summary>
internal static class MixedUnits
{
    /// <summary>The warning, or null.</summary>
    public static Diagnostic? Of(BoundModel model, IReadOnlyList<BoundTerm> terms)
    {
        var mean = terms.FirstOrDefault(term => term.Entry.Kind == TermKind.Mean && term.Entry.ComparedData(model, term) is not null);
        var sum = terms.FirstOrDefault(term => term.Entry is { Kind: TermKind.Sum, IsDivergence: true });
        if (mean is null || sum is null || model.FindData(mean.Entry.ComparedData(model, mean)!) is not { } data)
        {
            return null;
        }

        var factor = data.InputShape.Count;
        return factor > 1 && mean.Weight.Factor != factor
            ? ObjectiveErrors.MixedUnits(mean, sum, factor)
            : null;
    }
}
