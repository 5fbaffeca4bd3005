namespace Hourglass.Metrics;

/// <summary>
/// How many of the items that were held out of a user's history the model recommends (Liang et al., 2018, section 4.2). The k items with
/// the highest scores are recommended, of the same score those first that come first; an item whose score is −∞ never is, so that items
/// that the user is known to have are left out.
/// </summary>
public static class Recommendation
{
    /// <summary>Recall@k of one user: held-out items among the first k, by the least of k and all held-out items.</summary>
    /// <param name="heldOut">Which items are held out, <c>[items]</c>.</param>
    /// <param name="scores">The scores of the items, <c>[items]</c>.</param>
    /// <param name="k">How many are recommended, 1 or more.</param>
    /// <returns>From 0 to 1; NaN where no item is held out.</returns>
    /// <exception cref="DataException">The two have other lengths, or none, k is below 1, or a score is not a number.</exception>
    public static double Recall(ReadOnlySpan<bool> heldOut, ReadOnlySpan<double> scores, int k) =>
        Compare(heldOut, scores, k, static _ => 1);

    /// <summary>
    /// NDCG@k of one user: Σ 1 / log₂(r + 1) over the ranks r ≤ k of held-out items, by the same of the best order, in which the held-out
    /// items come first.
    /// </summary>
    /// <param name="heldOut">Which items are held out, <c>[items]</c>.</param>
    /// <param name="scores">The scores of the items, <c>[items]</c>.</param>
    /// <param name="k">How many are recommended, 1 or more.</param>
    /// <returns>From 0 to 1; NaN where no item is held out.</returns>
    /// <exception cref="DataException">The two have other lengths, or none, k is below 1, or a score is not a number.</exception>
    public static double Gain(ReadOnlySpan<bool> heldOut, ReadOnlySpan<double> scores, int k) =>
        Compare(heldOut, scores, k, static rank => 1 / Math.Log2(rank + 1));

    /// <summary>Recall@k of each user.</summary>
    /// <param name="heldOut">Above 0 where an item is held out, <c>[users, items]</c>.</param>
    /// <param name="scores">The scores, <c>[users, items]</c>.</param>
    /// <param name="k">How many are recommended, 1 or more.</param>
    /// <exception cref="DataException">The same; or no user has held-out items.</exception>
    public static UserAverage Recall(Points heldOut, Points scores, int k) => PerUser(heldOut, scores, k, Recall);

    /// <summary>NDCG@k of each user.</summary>
    /// <param name="heldOut">Above 0 where an item is held out, <c>[users, items]</c>.</param>
    /// <param name="scores">The scores, <c>[users, items]</c>.</param>
    /// <param name="k">How many are recommended, 1 or more.</param>
    /// <exception cref="DataException">The same; or no user has held-out items.</exception>
    public static UserAverage Gain(Points heldOut, Points scores, int k) => PerUser(heldOut, scores, k, Gain);

    private delegate double Figure(ReadOnlySpan<bool> heldOut, ReadOnlySpan<double> scores, int k);

    private static UserAverage PerUser(Points heldOut, Points scores, int k, Figure figure)
    {
        ArgumentNullException.ThrowIfNull(heldOut);
        ArgumentNullException.ThrowIfNull(scores);
        Given.Paired(heldOut.Count, nameof(heldOut), scores.Count, nameof(scores));
        heldOut.CheckWidth(nameof(heldOut), scores.Width, nameof(scores));
        var held = new bool[heldOut.Width];
        var figures = new double[heldOut.Count];
        for (var user = 0; user < figures.Length; user++)
        {
            for (var item = 0; item < held.Length; item++)
            {
                held[item] = heldOut[user][item] > 0;
            }

            figures[user] = figure(held, scores[user], k);
        }

        return UserAverage.Of(figures);
    }

    private static double Compare(ReadOnlySpan<bool> heldOut, ReadOnlySpan<double> scores, int k, Func<int, double> worth)
    {
        Given.Paired(heldOut.Length, nameof(heldOut), scores.Length, nameof(scores));
        Given.AtLeast(1, k);
        Given.Ordered(scores, nameof(scores));
        var all = heldOut.Count(true);
        if (all == 0)
        {
            return double.NaN;
        }

        var order = new int[scores.Length];
        var falling = new double[scores.Length];
        for (var i = 0; i < order.Length; i++)
        {
            (order[i], falling[i]) = (i, -scores[i]);
        }

        // Sorting is not stable: the place decides between items of the same score.
        Array.Sort(order, (a, b) => falling[a] != falling[b] ? falling[a].CompareTo(falling[b]) : a.CompareTo(b));
        var (found, best) = (0.0, 0.0);
        for (var rank = 1; rank <= Math.Min(k, order.Length) && !double.IsNegativeInfinity(scores[order[rank - 1]]); rank++)
        {
            found += heldOut[order[rank - 1]] ? worth(rank) : 0;
        }

        for (var rank = 1; rank <= Math.Min(k, all); rank++)
        {
            best += worth(rank);
        }

        return found / best;
    }
}
