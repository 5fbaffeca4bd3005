using Hourglass.Datasets;
using Hourglass.Metrics;
using Hourglass.Training;

namespace Hourglass.Evaluation;

/// <summary>
/// Scores examples by one or several of a trained model's scores. A single one stays in its own unit. Of several, each becomes a number
/// without a unit: log(1 + s / m) of an error or a distance s, m its mean over examples that did not train, and nats as they are; less the
/// mean over those examples, divided by the standard deviation. Their mean is the score. Neighbours are looked for among examples that
/// trained, and none is its own neighbour.
/// </summary>
public sealed class AnomalyDetector
{
    private readonly SplitPass _train;
    private readonly AnomalyDetectorOptions _options;
    private readonly long[] _compared;
    private readonly HashSet<long> _isCompared;
    private readonly Dictionary<ScoreKind, Points> _known = [];
    private readonly Lazy<(Dictionary<ScoreKind, ScoreUnit> Units, double[] Scores)> _heldOut;

    private AnomalyDetector(SplitPass train, IReadOnlyList<ScoreKind> kinds, AnomalyDetectorOptions options)
    {
        (_train, Kinds, _options) = (train, kinds, options);
        var (held, isHeldOut) = HeldOutExamples.Of(train);
        IsHeldOut = isHeldOut;
        var aside = isHeldOut ? held.Places!.ToHashSet() : [];
        _compared = [.. Seeds.Permutation(train.Data.TrainCount, train.Seed, -7)
            .Where(place => !aside.Contains(place))
            .Take(options.Compared)
            .Order()];
        _isCompared = [.. _compared];
        _heldOut = new(() =>
        {
            var parts = Parts(held);
            var units = parts.ToDictionary(part => part.Key, part => ScoreUnit.Of(part.Key, part.Value));
            return (units, Combined(parts, units));
        });
    }

    /// <summary>By what it scores.</summary>
    public IReadOnlyList<ScoreKind> Kinds { get; }

    /// <summary>Whether the model was not trained on the examples of <see cref="HeldOutScores"/>.</summary>
    public bool IsHeldOut { get; }

    /// <summary>
    /// The scores of the examples that <c>validate</c> set aside; where it set none aside, of up to 5000 that trained
    /// (<see cref="HeldOutExamples"/>).
    /// </summary>
    public IReadOnlyList<double> HeldOutScores => _heldOut.Value.Scores;

    /// <summary>Finds what scores compare with.</summary>
    /// <param name="train">A walk over all of the training split, whose seed is the training's.</param>
    /// <param name="kinds">The scores, one or more.</param>
    /// <param name="options">Which neighbour counts, and the like.</param>
    /// <exception cref="DataException">No score is given, or one twice, the model has not such a score, or there are too few
    /// examples.</exception>
    /// <exception cref="ArgumentException">The walk is over another split, or a part of one.</exception>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public static AnomalyDetector Fit(SplitPass train, IReadOnlyList<ScoreKind> kinds, AnomalyDetectorOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(train);
        ArgumentNullException.ThrowIfNull(kinds);
        if (train.Split != DataSplit.Train || train.Places is not null)
        {
            throw new ArgumentException("A detector is made from all of the training split.", nameof(train));
        }

        if (kinds.Count == 0 || kinds.Distinct().Count() < kinds.Count)
        {
            throw new DataException("A detector takes one score or several, each once; "
                + $"got {(kinds.Count == 0 ? "none" : string.Join(", ", kinds.Select(kind => kind.ToString().ToLowerInvariant())))}.");
        }

        return new AnomalyDetector(train, [.. kinds], options ?? new AnomalyDetectorOptions());
    }

    /// <summary>Scores examples.</summary>
    /// <param name="pass">The same model, and data.</param>
    /// <returns><c>[N]</c>, higher the more unusual an example is.</returns>
    /// <exception cref="DataException">The split has no examples.</exception>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public double[] Score(SplitPass pass) => Combined(Parts(pass));

    /// <summary>The scores of each kind in its own unit, <c>[N]</c>.</summary>
    /// <inheritdoc cref="Score"/>
    public IReadOnlyDictionary<ScoreKind, double[]> Parts(SplitPass pass)
    {
        ArgumentNullException.ThrowIfNull(pass);
        return Kinds.ToDictionary(kind => kind, kind => Part(kind, pass));
    }

    /// <summary>One score of several.</summary>
    /// <param name="parts">What <see cref="Parts"/> gave.</param>
    /// <returns><c>[N]</c>.</returns>
    public double[] Combined(IReadOnlyDictionary<ScoreKind, double[]> parts)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return Kinds is [var only] ? parts[only] : Combined(parts, _heldOut.Value.Units);
    }

    /// <summary>The score that a share of <see cref="HeldOutScores"/> stays below.</summary>
    /// <param name="share">From 0 to 1.</param>
    /// <exception cref="DataException">It is not.</exception>
    public double Threshold(double share) => Detection.Threshold(_heldOut.Value.Scores, share);

    private double[] Combined(IReadOnlyDictionary<ScoreKind, double[]> parts, Dictionary<ScoreKind, ScoreUnit> units) => Kinds is [var only]
        ? parts[only]
        : [.. Enumerable.Range(0, parts[Kinds[0]].Length).Select(i => Kinds.Average(kind => units[kind].From(parts[kind][i])))];

    private double[] Part(ScoreKind kind, SplitPass pass)
    {
        var scores = new AnomalyScores(kind) { Draws = _options.Draws, Neighbour = _options.Neighbour };
        return kind is ScoreKind.Neighbour or ScoreKind.Input ? Distances(scores, pass) : scores.Of(pass);
    }

    private double[] Distances(AnomalyScores scores, SplitPass pass)
    {
        if (!_known.TryGetValue(scores.Kind, out var known))
        {
            _known.Add(scores.Kind, known = scores.Queries(_train.At(_compared)));
        }

        // An example of those that are compared with is its own nearest: the next one counts.
        var isTrain = pass.Split == DataSplit.Train && ReferenceEquals(pass.Data, _train.Data);
        var k = scores.Neighbour;
        var (_, found) = KNearest.Neighbours(known, scores.Queries(pass), isTrain ? Math.Max(k, Math.Min(k + 1, known.Count)) : k);
        var last = found.GetLength(1) - 1;
        return
        [
            .. Enumerable.Range(0, found.GetLength(0))
                .Select(i => found[i, isTrain && _isCompared.Contains(pass.Places?[i] ?? i) ? last : k - 1]),
        ];
    }
}
