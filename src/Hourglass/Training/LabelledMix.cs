using Hourglass.Datasets;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>
/// Batches of which a share is drawn from the examples whose classes are given. Both kinds go round in an order of their own, drawn by seed
/// and epoch; what comes up again does so only once all others have.
/// </summary>
internal sealed class LabelledMix
{
    /// <summary>Streams of the seed of its own.</summary>
    private const int FirstStream = -2000;

    private readonly long[] _labelled;
    private readonly long[] _others;

    /// <summary>Finds the examples of both kinds.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">What it trains on.</param>
    /// <param name="examples">The places of the examples that train.</param>
    /// <exception cref="TrainingException">All examples are of one kind.</exception>
    public LabelledMix(ModelDescription model, BoundDataset data, IReadOnlyList<long> examples)
    {
        var names = model.Fields.Where(field => field is { Classes: > 0, Optional: true }).Select(field => field.Name).ToArray();
        var given = data.Fields
            .Where(field => names.Contains(field.Name))
            .Select(field => IsGiven(field.Train!))
            .Aggregate((all, other) => [.. all.Zip(other, (left, right) => left && right)]);
        _labelled = [.. examples.Where(i => given[i])];
        _others = [.. examples.Where(i => !given[i])];
        if (_labelled.Length == 0 || _others.Length == 0)
        {
            throw new TrainingException(
                $"A share of labelled examples mixes those whose {string.Join(" and ", names)} is given with others, and "
                + $"{(_labelled.Length == 0 ? "none is given" : "all are given")}. "
                + "Leave the setting out, or train on data that have both.");
        }
    }

    /// <summary>Fills the order of an epoch.</summary>
    /// <param name="order">The places of the epoch's examples.</param>
    /// <param name="phase">The phase, whose batches these are.</param>
    /// <param name="seed">The training's.</param>
    /// <param name="epoch">Epochs before it.</param>
    public void Fill(Span<long> order, PhasePlan phase, int seed, int epoch)
    {
        Round Of(long[] examples, int stream) => new(examples, Seeds.Derive(Seeds.Derive(seed, stream), epoch));
        var (labelled, others) = (Of(_labelled, FirstStream), Of(_others, FirstStream - 1));
        for (var first = 0; first < order.Length; first += phase.Batch)
        {
            var batch = order.Slice(first, Math.Min(phase.Batch, order.Length - first));
            var share = (int)Math.Clamp(Math.Round(phase.Labelled!.Value * batch.Length), 1, Math.Max(1, batch.Length - 1));
            for (var i = 0; i < batch.Length; i++)
            {
                batch[i] = (i < share ? labelled : others).Next();
            }
        }
    }

    private static bool[] IsGiven(Tensor classes)
    {
        using var scope = NewDisposeScope();
        var wide = classes.to_type(ScalarType.Int64).cpu().contiguous();
        return [.. wide.data<long>().Select(value => value >= 0)];
    }

    /// <summary>Examples that go round, in another order each time.</summary>
    private sealed class Round(long[] examples, long seed)
    {
        private long[] _order = [];
        private int _at;
        private int _rounds;

        public long Next()
        {
            if (_at == _order.Length)
            {
                (_order, _at) = (Seeds.Permutation(examples.Length, seed, _rounds++), 0);
            }

            return examples[_order[_at++]];
        }
    }
}
