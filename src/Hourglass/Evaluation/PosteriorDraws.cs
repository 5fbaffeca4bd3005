using Hourglass.Datasets;
using Hourglass.Training;
using static TorchSharp.torch;

namespace Hourglass.Evaluation;

/// <summary>
/// Draws of a code's posterior with their log-densities, and one walk over the data that compares them with every example's posterior.
/// </summary>
internal sealed class PosteriorDraws : IDisposable
{
    /// <summary>Numbers of a block: densities of some draws under some posteriors, element by element.</summary>
    private const long Numbers = 1 << 21;

    private readonly string _code;
    private readonly bool _factorised;
    private readonly List<Tensor> _values = [];
    private readonly List<double> _own = [];
    private readonly List<double>? _prior;

    private PosteriorDraws(string code, bool hasPrior, bool factorised)
    {
        (_code, _factorised, _prior) = (code, factorised, hasPrior ? [] : null);
    }

    /// <summary>Draws.</summary>
    public static PosteriorDraws? Of(SplitPass pass, string? code, int draws)
    {
        PosteriorDraws? all = null;
        var rounds = Math.Max(1, draws / Math.Max(1, pass.Count));
        var chosen = rounds > 1 ? null : Seeds.Permutation(pass.Count, pass.Seed, -4).Take(draws).Order().ToArray();
        pass.ForEach("draws of the code", (batch, first) =>
        {
            if (Find(pass.Model, batch, code) is not { Posterior: { } posterior } found)
            {
                return;
            }

            var factorised = found.Prior is { } prior && ElementDensities.IsFactorised(prior);
            all ??= new PosteriorDraws(found.Name, found.Prior is not null, factorised);
            var places = chosen is null ? null : Within(chosen, first, batch.Count);
            for (var round = 0; round < rounds; round++)
            {
                var z = posterior.Sample();
                all._values.Add(Picked(z, places).to_type(ScalarType.Float64).DetachFromDisposeScope());
                all._own.AddRange(Doubles(Picked(posterior.LogProb(z), places)));
                all._prior?.AddRange(Doubles(Picked(found.Prior!.LogProb(z), places)));
            }
        });
        return all;
    }

    /// <summary>Compares the draws with all posteriors.</summary>
    public DivergenceSplit Split(SplitPass pass)
    {
        using var values = cat(_values, 0);
        var (draws, width) = (values.shape[0], values.shape[1]);
        using var joint = full(draws, double.NegativeInfinity, dtype: ScalarType.Float64);
        using var single = full(draws, width, double.NegativeInfinity, dtype: ScalarType.Float64);
        var hasSingle = true;
        pass.ForEach("divergence", (batch, _) =>
        {
            var posterior = Find(pass.Model, batch, _code)!.Posterior!;
            var marginals = ElementDensities.Marginals(posterior);
            hasSingle &= marginals is not null;
            var rows = marginals is null ? 1 : (int)Math.Clamp(Numbers / (batch.Count * width), 1, draws);
            for (var from = 0L; from < draws; from += rows)
            {
                using var scope = NewDisposeScope();
                var z = values.narrow(0, from, Math.Min(rows, draws - from));
                var each = marginals is null ? null : ElementDensities.OfAll(marginals, z);
                var all = each is not null && ElementDensities.IsFactorised(posterior) ? each.sum(2L) : Joint(posterior, z, batch.Count);
                Add(joint, from, all.logsumexp(1));
                if (each is not null)
                {
                    Add(single, from, each.logsumexp(1));
                }
            }
        });
        var log = Math.Log(pass.Count);
        return DivergenceSplit.From(
            _code,
            pass.Count,
            [.. _own],
            Doubles(joint - log),
            _prior is null ? null : [.. _prior],
            hasSingle ? Doubles((single - log).sum(1L)) : null,
            _factorised);
    }

    /// <inheritdoc/>
    public void Dispose() => _values.ForEach(values => values.Dispose());

    /// <summary>The log-density of each value under each posterior, <c>[S, N]</c>.</summary>
    private static Tensor Joint(Distributions.IDistribution posterior, Tensor values, int count)
    {
        var type = posterior.Mean.dtype;
        var each = values.unbind(0).Select(z => posterior.LogProb(z.to_type(type).unsqueeze(0).expand(count, -1)));
        return stack([.. each.Select(densities => densities.to_type(ScalarType.Float64))], 0);
    }

    private static BatchCode? Find(Autoencoder model, Batch batch, string? name)
    {
        var codes = model.Untyped.Codes(batch);
        if (name is not null && codes.All(code => code.Name != name))
        {
            throw new DataException($"The model has no code '{name}'; it has {string.Join(", ", codes.Select(code => code.Name))}.");
        }

        return codes.FirstOrDefault(code => code.Posterior is not null && code.Value.dim() == 2 && (name is null || code.Name == name));
    }

    private static Tensor? Within(long[] chosen, int first, int count) => tensor(
        [.. chosen.Where(place => place >= first && place < first + count).Select(place => place - first)],
        ScalarType.Int64);

    private static Tensor Picked(Tensor values, Tensor? places) => (places is null ? values : values.index_select(0, places)).cpu();

    private static void Add(Tensor sums, long from, Tensor added)
    {
        using var rows = sums.narrow(0, from, added.shape[0]);
        using var sum = logaddexp(rows, added);
        rows.copy_(sum);
    }

    private static double[] Doubles(Tensor values) => values.to_type(ScalarType.Float64).cpu().contiguous().data<double>().ToArray();
}
