namespace Hourglass.Metrics;

/// <summary>Examples from the highest score down, in steps: those of one score are taken together.</summary>
internal static class Ranking
{
    /// <summary>After each step: the score, and how many of either kind have it or a higher one.</summary>
    public static List<(double Score, long Positives, long Negatives)> Steps(ReadOnlySpan<bool> positive, ReadOnlySpan<double> scores)
    {
        var (sorted, kinds) = (scores.ToArray(), positive.ToArray());
        Array.Sort(sorted, kinds);
        var steps = new List<(double Score, long Positives, long Negatives)>();
        var (positives, negatives) = (0L, 0L);
        for (var i = sorted.Length - 1; i >= 0; i--)
        {
            (positives, negatives) = kinds[i] ? (positives + 1, negatives) : (positives, negatives + 1);
            if (i == 0 || sorted[i - 1] != sorted[i])
            {
                steps.Add((sorted[i], positives, negatives));
            }
        }

        return steps;
    }

    /// <summary>Checks what is ranked.</summary>
    /// <exception cref="DataException">The two have other lengths, or none, or a score is not a number.</exception>
    public static void Check(ReadOnlySpan<bool> positive, ReadOnlySpan<double> scores)
    {
        Given.Paired(positive.Length, nameof(positive), scores.Length, nameof(scores));
        Given.Ordered(scores, nameof(scores));
    }
}
