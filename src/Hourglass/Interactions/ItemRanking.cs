using Hourglass.Metrics;
using static TorchSharp.torch;

namespace Hourglass.Interactions;

/// <summary>Recommends items to users and measures how many of those that were held out are found.</summary>
public static class ItemRanking
{
    /// <summary>Dense scores of so many elements exist at a time.</summary>
    private const int ElementsAtOnce = 1 << 22;

    /// <summary>The items with the highest scores of a model that a user is not known to have.</summary>
    /// <param name="model">A model of data <c>[items]</c>.</param>
    /// <param name="history">What is known of the users.</param>
    /// <param name="count">How many for each; fewer where there are no more.</param>
    /// <returns>For each user, the best first; of the same score, by place.</returns>
    /// <exception cref="DataException">The model has other items, or <paramref name="count"/> is below 1.</exception>
    public static IReadOnlyList<IReadOnlyList<Recommended>> Recommend(Autoencoder model, InteractionSet history, int count) =>
        Recommend(new ModelScorer(model), history, count);

    /// <inheritdoc cref="Recommend(Autoencoder, InteractionSet, int)"/>
    /// <param name="scorer">What scores the items.</param>
    public static IReadOnlyList<IReadOnlyList<Recommended>> Recommend(IItemScorer scorer, InteractionSet history, int count)
    {
        Given.AtLeast(1, count);
        return [.. Unseen(scorer, history).SelectMany(block => Enumerable.Range(0, block.Scores.Count)
            .Select(user => Best(block.Scores[user].ToArray(), history.Items, count)))];
    }

    /// <summary>
    /// Recall@k and NDCG@k of the items that were held out (Liang et al., 2018, section 4.2). Items that are known of the user are never
    /// recommended.
    /// </summary>
    /// <param name="scorer">What scores the items.</param>
    /// <param name="foldIn">What is known of the users.</param>
    /// <param name="heldOut">What is to be found: the same users, in the same order.</param>
    /// <param name="recallAt">The numbers k of Recall@k.</param>
    /// <param name="gainAt">The numbers k of NDCG@k.</param>
    /// <exception cref="DataException">The users or the items differ, a k is below 1, or nothing is held out.</exception>
    public static RankingFigures Evaluate(
        IItemScorer scorer,
        InteractionSet foldIn,
        InteractionSet heldOut,
        IReadOnlyList<int> recallAt,
        IReadOnlyList<int> gainAt)
    {
        ArgumentNullException.ThrowIfNull(foldIn);
        ArgumentNullException.ThrowIfNull(heldOut);
        heldOut.CheckItems(foldIn.Items.Count);
        if (!foldIn.Users.SequenceEqual(heldOut.Users, StringComparer.Ordinal))
        {
            throw new DataException($"'{heldOut.Name}' has other users than '{foldIn.Name}'; both are of one split: set.Split(users).");
        }

        var recall = recallAt.Distinct().ToDictionary(k => k, _ => new List<double>());
        var gain = gainAt.Distinct().ToDictionary(k => k, _ => new List<double>());
        foreach (var (first, scores) in Unseen(scorer, foldIn))
        {
            for (var user = 0; user < scores.Count; user++)
            {
                var held = new bool[foldIn.Items.Count];
                foreach (var item in heldOut.ItemsOf(first + user))
                {
                    held[item] = true;
                }

                foreach (var (k, figures) in recall)
                {
                    figures.Add(Recommendation.Recall(held, scores[user], k));
                }

                foreach (var (k, figures) in gain)
                {
                    figures.Add(Recommendation.Gain(held, scores[user], k));
                }
            }
        }

        return new RankingFigures(
            recall.ToDictionary(pair => pair.Key, pair => UserAverage.Of(pair.Value)),
            gain.ToDictionary(pair => pair.Key, pair => UserAverage.Of(pair.Value)));
    }

    /// <summary>Scores block by block, −∞ where the user is known to have the item, or where the item is nameless.</summary>
    private static IEnumerable<(int First, Points Scores)> Unseen(IItemScorer scorer, InteractionSet history)
    {
        ArgumentNullException.ThrowIfNull(scorer);
        ArgumentNullException.ThrowIfNull(history);
        var perBlock = Math.Max(1, ElementsAtOnce / history.Items.Count);
        for (var first = 0; first < history.Users.Count; first += perBlock)
        {
            using var scope = NewDisposeScope();
            var block = history.Select([.. Enumerable.Range(first, Math.Min(perBlock, history.Users.Count - first))]);
            var known = block.Rows.ToDense(arange(block.Users.Count, ScalarType.Int64), ScalarType.Float32).gt(0);
            var nameless = tensor([.. history.Items.Select(item => item.Length == 0)]);
            yield return (first, scorer.Score(block).masked_fill(known.logical_or(nameless), double.NegativeInfinity));
        }
    }

    private static IReadOnlyList<Recommended> Best(double[] scores, IReadOnlyList<string> items, int count) =>
    [
        .. Enumerable.Range(0, scores.Length)
            .Where(item => !double.IsNegativeInfinity(scores[item]))
            .OrderByDescending(item => scores[item])
            .Take(count)
            .Select(item => new Recommended(items[item], item, scores[item])),
    ];
}
