using static System.FormattableString;

namespace Hourglass.Metrics;

/// <summary>A threshold and what it finds.</summary>
/// <param name="Recall">The share of the positive examples whose score reaches the threshold.</param>
/// <param name="Precision">The share of the positive ones among all whose score does; 1 where none does.</param>
/// <param name="Threshold">The threshold, which a score reaches that is as high or higher.</param>
public readonly record struct PrecisionRecallPoint(double Recall, double Precision, double Threshold);

/// <summary>How pure and how complete the examples with the highest scores are, at every threshold.</summary>
public static class PrecisionRecall
{
    /// <summary>
    /// Average precision, Σ (Rₙ − Rₙ₋₁) Pₙ over the thresholds: by steps, nothing interpolated, examples of one score taken together, as
    /// scikit-learn defines it.
    /// </summary>
    /// <param name="positive">Which examples should have high scores, <c>[N]</c>.</param>
    /// <param name="scores">Their scores, <c>[N]</c>; infinite ones too.</param>
    /// <returns>Above 0, at most 1; by chance the share of the positive examples.</returns>
    /// <exception cref="DataException">The two have other lengths, or none, no example is positive, or a score is not a number.</exception>
    public static double Average(ReadOnlySpan<bool> positive, ReadOnlySpan<double> scores)
    {
        var (sum, before) = (0.0, 0.0);
        foreach (var point in Curve(positive, scores))
        {
            sum += (point.Recall - before) * point.Precision;
            before = point.Recall;
        }

        return sum;
    }

    /// <summary>The curve, a point for each score that is there, from the highest down.</summary>
    /// <param name="positive">Which examples should have high scores, <c>[N]</c>.</param>
    /// <param name="scores">Their scores, <c>[N]</c>; infinite ones too.</param>
    /// <returns>Points from recall 0 and precision 1, with an infinite threshold, to recall 1.</returns>
    /// <exception cref="DataException">The two have other lengths, or none, no example is positive, or a score is not a number.</exception>
    public static IReadOnlyList<PrecisionRecallPoint> Curve(ReadOnlySpan<bool> positive, ReadOnlySpan<double> scores)
    {
        Ranking.Check(positive, scores);
        double positives = positive.Count(true);
        if (positives == 0)
        {
            throw new DataException(Invariant(
                $"positive is false for all of {positive.Length} examples; recall needs one that is true."));
        }

        return
        [
            new PrecisionRecallPoint(0, 1, double.PositiveInfinity),
            .. Ranking.Steps(positive, scores).Select(step => new PrecisionRecallPoint(
                step.Positives / positives,
                (double)step.Positives / (step.Positives + step.Negatives),
                step.Score)),
        ];
    }
}
