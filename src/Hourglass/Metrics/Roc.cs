namespace Hourglass.Metrics;

/// <summary>A threshold and what it finds.</summary>
/// <param name="FalsePositiveRate">The share of the negative examples whose score reaches the threshold.</param>
/// <param name="TruePositiveRate">The share of the positive examples whose score does.</param>
/// <param name="Threshold">The threshold, which a score reaches that is as high or higher.</param>
public readonly record struct RocPoint(double FalsePositiveRate, double TruePositiveRate, double Threshold);

/// <summary>Receiver operating characteristic: how well scores tell two kinds of examples apart, at every threshold.</summary>
public static class Roc
{
    /// <summary>
    /// The area under the curve: the probability that a positive example has a higher score than a negative one, ties counted by half. It
    /// is the statistic of Mann and Whitney (1947) by the number of pairs (Hanley and McNeil, 1982).
    /// </summary>
    /// <param name="positive">Which examples should have high scores, such as anomalies, <c>[N]</c>.</param>
    /// <param name="scores">Their scores, <c>[N]</c>; infinite ones too.</param>
    /// <returns>From 0 to 1.</returns>
    /// <exception cref="DataException">The two have other lengths, or none, all are of one kind, or a score is not a number.</exception>
    public static double Area(ReadOnlySpan<bool> positive, ReadOnlySpan<double> scores)
    {
        Ranking.Check(positive, scores);
        var positives = (double)Given.BothKinds(positive, nameof(positive));
        var (sorted, kinds) = (scores.ToArray(), positive.ToArray());
        Array.Sort(sorted, kinds);
        var ranks = 0.0;
        for (var first = 0; first < sorted.Length;)
        {
            var (end, found) = (first, 0);
            for (; end < sorted.Length && sorted[end] == sorted[first]; end++)
            {
                found += kinds[end] ? 1 : 0;
            }

            // Ranks begin with 1; examples of one score share the mean of theirs.
            ranks += found * ((first + 1 + end) / 2.0);
            first = end;
        }

        return (ranks - (positives * (positives + 1) / 2)) / (positives * (positive.Length - positives));
    }

    /// <summary>The curve, a point for each score that is there, from the highest down.</summary>
    /// <param name="positive">Which examples should have high scores, <c>[N]</c>.</param>
    /// <param name="scores">Their scores, <c>[N]</c>; infinite ones too.</param>
    /// <returns>Points from (0, 0), with an infinite threshold, to (1, 1).</returns>
    /// <exception cref="DataException">The two have other lengths, or none, all are of one kind, or a score is not a number.</exception>
    public static IReadOnlyList<RocPoint> Curve(ReadOnlySpan<bool> positive, ReadOnlySpan<double> scores)
    {
        Ranking.Check(positive, scores);
        double positives = Given.BothKinds(positive, nameof(positive));
        var negatives = positive.Length - positives;
        var points = Ranking.Steps(positive, scores)
            .Select(step => new RocPoint(step.Negatives / negatives, step.Positives / positives, step.Score));
        return [new RocPoint(0, 0, double.PositiveInfinity), .. points];
    }
}
