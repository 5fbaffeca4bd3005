using Hourglass.Metrics;
using static TorchSharp.torch;

namespace Hourglass.Tests.Metrics;

/// <summary>Recommendations against sums by hand and against loops over the equations of Liang et al. (2018).</summary>
public class RecommendationTests
{
    private static readonly bool[] HeldOut = [true, false, true, false, true];
    private static readonly double[] Scores = [0.9, 0.8, 0.1, 0.7, 0.6];

    [Fact]
    public void Recall_is_by_the_least_of_k_and_the_held_out()
    {
        Assert.Equal(1, Recommendation.Recall(HeldOut, Scores, 1), 12);
        Assert.Equal(1 / 2.0, Recommendation.Recall(HeldOut, Scores, 2), 12);
        Assert.Equal(2 / 3.0, Recommendation.Recall(HeldOut, Scores, 4), 12);
        Assert.Equal(1, Recommendation.Recall(HeldOut, Scores, 100), 12);
    }

    [Fact]
    public void Gain_is_by_that_of_the_best_order()
    {
        var best = 1 + (1 / Math.Log2(3)) + (1 / Math.Log2(4));
        Assert.Equal(1, Recommendation.Gain(HeldOut, Scores, 1), 12);
        Assert.Equal(1 / (1 + (1 / Math.Log2(3))), Recommendation.Gain(HeldOut, Scores, 2), 12);
        Assert.Equal((1 + (1 / Math.Log2(5))) / best, Recommendation.Gain(HeldOut, Scores, 4), 12);
        Assert.Equal((1 + (1 / Math.Log2(5)) + (1 / Math.Log2(6))) / best, Recommendation.Gain(HeldOut, Scores, 9), 12);
        Assert.Equal(1, Recommendation.Gain(HeldOut, [3, 1, 3, 1, 3], 5), 12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(40)]
    public void Users_are_averaged_but_for_those_without_held_out_items(int k)
    {
        using var scope = NewDisposeScope();
        var random = new Random(k);
        var (held, scores) = (new float[6, 30], new float[6, 30]);
        for (var i = 0; i < held.Length; i++)
        {
            held[i / 30, i % 30] = i / 30 != 4 && random.Next(4) == 0 ? 3 : 0;
            scores[i / 30, i % 30] = random.NextSingle();
        }

        var (recall, gain) = (Recommendation.Recall(tensor(held), tensor(scores), k), Recommendation.Gain(tensor(held), tensor(scores), k));
        var (recalls, gains) = (new List<double>(), new List<double>());
        foreach (var user in new[] { 0, 1, 2, 3, 5 })
        {
            var order = Enumerable.Range(0, 30).OrderByDescending(item => scores[user, item]).Take(k).ToArray();
            var all = Enumerable.Range(0, 30).Count(item => held[user, item] > 0);
            recalls.Add(order.Count(item => held[user, item] > 0) / (double)Math.Min(k, all));
            gains.Add(order.Select((item, r) => held[user, item] > 0 ? 1 / Math.Log2(r + 2) : 0).Sum()
                / Enumerable.Range(0, Math.Min(k, all)).Sum(r => 1 / Math.Log2(r + 2)));
            Assert.Equal(recalls[^1], recall.PerUser[user], 12);
            Assert.Equal(gains[^1], gain.PerUser[user], 12);
        }

        Assert.Equal((1, 1), (recall.LeftOut, gain.LeftOut));
        Assert.Equal(double.NaN, recall.PerUser[4]);
        Assert.Equal(recalls.Average(), recall.Mean, 12);
        Assert.Equal(gains.Average(), gain.Mean, 12);
        Assert.Equal(recall.Mean, UserAverage.Of(recall.PerUser.Chunk(4).SelectMany(batch => batch)).Mean, 12);
    }

    [Fact]
    public void Of_one_score_the_first_item_comes_first_and_what_is_had_never_does()
    {
        Assert.Equal(1, Recommendation.Recall([true, false], [1, 1], 1));
        Assert.Equal(0, Recommendation.Recall([false, true], [1, 1], 1));
        Assert.Equal(0, Recommendation.Recall([false, true], [1, double.NegativeInfinity], 2));
    }

    [Fact]
    public void What_recommends_nothing_is_refused()
    {
        Assert.Equal(double.NaN, Recommendation.Gain([false], [1], 1));
        Assert.Equal("k is 1 or more; got 0.", Draws.Refused(() => Recommendation.Recall([true], [1], 0)));
        Assert.StartsWith("scores[0] is NaN", Draws.Refused(() => Recommendation.Gain([true], [double.NaN], 1)), StringComparison.Ordinal);
        Assert.StartsWith(
            "heldOut has 1 examples",
            Draws.Refused(() => Recommendation.Recall([true], [1, 2], 1)),
            StringComparison.Ordinal);
        Assert.Equal(
            "heldOut has vectors of 2 numbers and scores of 3; both need the same.",
            Draws.Refused(() => Recommendation.Recall(new double[1, 2], new double[1, 3], 1)));
        Assert.Equal(
            "None of 2 users has a held-out item; hold some out, or take other users.",
            Draws.Refused(() => Recommendation.Gain(new double[2, 3], new double[2, 3], 1)));
    }
}
