using static System.FormattableString;

namespace Hourglass.Metrics;

/// <summary>What a threshold finds; an example is found whose score is as high as the threshold or higher.</summary>
/// <param name="TruePositives">Positive examples that are found.</param>
/// <param name="FalsePositives">Negative examples that are found.</param>
/// <param name="FalseNegatives">Positive examples that are not.</param>
/// <param name="TrueNegatives">Negative examples that are not.</param>
public sealed record Detection(int TruePositives, int FalsePositives, int FalseNegatives, int TrueNegatives)
{
    /// <summary>Of those that are found, the share that is positive; 0 where none is found.</summary>
    public double Precision => Share(TruePositives, TruePositives + FalsePositives);

    /// <summary>Of those that are positive, the share that is found; 0 where none is positive.</summary>
    public double Recall => Share(TruePositives, TruePositives + FalseNegatives);

    /// <summary>The harmonic mean of the two, 2 TP / (2 TP + FP + FN); 0 where none is found and none positive.</summary>
    public double F1 => Share(2 * TruePositives, (2 * TruePositives) + FalsePositives + FalseNegatives);

    /// <summary>Counts what a threshold finds.</summary>
    /// <param name="positive">Which examples should have high scores, <c>[N]</c>.</param>
    /// <param name="scores">Their scores, <c>[N]</c>.</param>
    /// <param name="threshold">The threshold.</param>
    /// <exception cref="DataException">The two have other lengths, or none, or a score or the threshold is not a number.</exception>
    public static Detection At(ReadOnlySpan<bool> positive, ReadOnlySpan<double> scores, double threshold)
    {
        Ranking.Check(positive, scores);
        if (double.IsNaN(threshold))
        {
            throw new DataException("threshold is a number, or infinite; got NaN.");
        }

        var counts = new int[4];
        for (var i = 0; i < scores.Length; i++)
        {
            counts[(positive[i], scores[i] >= threshold) switch { (true, true) => 0, (false, true) => 1, (true, false) => 2, _ => 3 }]++;
        }

        return new Detection(counts[0], counts[1], counts[2], counts[3]);
    }

    /// <summary>
    /// A threshold that a share of held-out scores stays below: their quantile, on a line between the two scores that it falls between
    /// (Hyndman and Fan, 1996, type 7, as NumPy's). Of normal examples with 0.99, one in a hundred is found wrongly.
    /// </summary>
    /// <param name="heldOut">Scores that the model was not trained on, <c>[N]</c>, finite.</param>
    /// <param name="share">From 0 to 1.</param>
    /// <exception cref="DataException">There are no scores, one is not finite, or the share is none.</exception>
    public static double Threshold(ReadOnlySpan<double> heldOut, double share)
    {
        Given.Some(heldOut.Length, nameof(heldOut));
        Given.Finite(heldOut, nameof(heldOut));
        if (!(share is >= 0 and <= 1))
        {
            throw new DataException(Invariant($"share is from 0 to 1; got {share}."));
        }

        var sorted = heldOut.ToArray();
        Array.Sort(sorted);
        var place = share * (sorted.Length - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((place - below) * (sorted[above] - sorted[below]));
    }

    private static double Share(int part, int whole) => whole == 0 ? 0 : (double)part / whole;
}
