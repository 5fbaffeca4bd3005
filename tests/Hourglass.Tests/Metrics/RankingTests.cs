using Hourglass.Metrics;

namespace Hourglass.Tests.Metrics;

/// <summary>Curves and areas against scikit-learn's documented example, all pairs, and all thresholds.</summary>
public class RankingTests
{
    private const double Infinite = double.PositiveInfinity;
    private static readonly bool[] Positive = [false, false, true, true];
    private static readonly double[] Scores = [0.1, 0.4, 0.35, 0.8];

    [Fact]
    public void The_example_of_scikit_learn()
    {
        Assert.Equal(0.75, Roc.Area(Positive, Scores), 12);
        Assert.Equal(5 / 6.0, PrecisionRecall.Average(Positive, Scores), 12);
        Assert.Equal(
            [new(0, 0, Infinite), new(0, 0.5, 0.8), new(0.5, 0.5, 0.4), new(0.5, 1, 0.35), new(1, 1, 0.1)],
            Roc.Curve(Positive, Scores));
        Assert.Equal(
            [new(0, 1, Infinite), new(0.5, 1, 0.8), new(0.5, 0.5, 0.4), new(1, 2 / 3.0, 0.35), new(1, 0.5, 0.1)],
            PrecisionRecall.Curve(Positive, Scores));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(1000)]
    public void The_area_is_the_share_of_pairs_in_order(int values)
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var (positive, scores) = Draws.Ranked(seed, 60, values);
            var pairs = from i in Enumerable.Range(0, 60)
                        from j in Enumerable.Range(0, 60)
                        where positive[i] && !positive[j]
                        select scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
            Assert.Equal(pairs.Average(), Roc.Area(positive, scores), 12);

            // It is the area under the curve too, by trapezoids.
            var curve = Roc.Curve(positive, scores);
            var area = curve.Zip(curve.Skip(1), (a, b) =>
                (b.FalsePositiveRate - a.FalsePositiveRate) * (a.TruePositiveRate + b.TruePositiveRate) / 2).Sum();
            Assert.Equal(area, Roc.Area(positive, scores), 12);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(1000)]
    public void Points_of_the_curves_are_what_thresholds_find(int values)
    {
        var (positive, scores) = Draws.Ranked(values, 60, values);
        var thresholds = scores.Distinct().OrderDescending().ToArray();
        var (roc, recall) = (Roc.Curve(positive, scores), PrecisionRecall.Curve(positive, scores));
        var (average, before) = (0.0, 0.0);
        Assert.Equal(thresholds, roc.Skip(1).Select(point => point.Threshold));
        Assert.Equal(thresholds, recall.Skip(1).Select(point => point.Threshold));
        for (var t = 0; t < thresholds.Length; t++)
        {
            var found = scores.Select(score => score >= thresholds[t]).ToArray();
            double hit = found.Zip(positive).Count(pair => pair.First && pair.Second);
            var (all, positives) = (found.Count(f => f), positive.Count(p => p));
            Assert.Equal(hit / positives, roc[t + 1].TruePositiveRate, 12);
            Assert.Equal((all - hit) / (60 - positives), roc[t + 1].FalsePositiveRate, 12);
            Assert.Equal(hit / positives, recall[t + 1].Recall, 12);
            Assert.Equal(hit / all, recall[t + 1].Precision, 12);
            average += ((hit / positives) - before) * (hit / all);
            before = hit / positives;

            var detection = Detection.At(positive, scores, thresholds[t]);
            Assert.Equal(60, detection.TruePositives + detection.FalsePositives + detection.FalseNegatives + detection.TrueNegatives);
            Assert.Equal(2 / ((all / hit) + (positives / hit)), detection.F1, 12);
            Assert.Equal(hit / all, detection.Precision, 12);
            Assert.Equal(hit / positives, detection.Recall, 12);
        }

        Assert.Equal(average, PrecisionRecall.Average(positive, scores), 12);
    }

    [Fact]
    public void Only_the_order_of_scores_matters()
    {
        var (positive, scores) = Draws.Ranked(1, 60, 20);
        var bent = Array.ConvertAll(scores, score => score == scores.Max() ? Infinite : Math.Exp(score / 3) - 5);
        Assert.Equal(Roc.Area(positive, scores), Roc.Area(positive, bent), 12);
        Assert.Equal(PrecisionRecall.Average(positive, scores), PrecisionRecall.Average(positive, bent), 12);
        Assert.Equal(1 - Roc.Area(positive, scores), Roc.Area(positive, Array.ConvertAll(scores, score => -score)), 12);
        Assert.Equal(0.5, Roc.Area(positive, new double[60]), 12);
        Assert.Equal(positive.Count(p => p) / 60.0, PrecisionRecall.Average(positive, new double[60]), 12);
    }

    /// <summary>NumPy's documented example of <c>percentile</c>, and places between two scores.</summary>
    [Fact]
    public void Thresholds_are_quantiles()
    {
        Assert.Equal(3.5, Detection.Threshold([10, 7, 4, 3, 2, 1], 0.5), 12);
        Assert.Equal(1, Detection.Threshold([3, 1, 2], 0), 12);
        Assert.Equal(3, Detection.Threshold([3, 1, 2], 1), 12);
        Assert.Equal(1.3, Detection.Threshold([4, 1, 3, 2], 0.1), 12);
        Assert.Equal(7, Detection.Threshold([7], 0.3), 12);
        var scores = Draws.Normals(1, 4000, 1).Cast<double>().ToArray();
        Assert.Equal(3960, scores.Count(score => score < Detection.Threshold(scores, 0.99)));
    }

    [Fact]
    public void What_finds_nothing_has_zeros()
    {
        var nothing = Detection.At([false, false], [0, 1], 2);
        Assert.Equal(new Detection(0, 0, 0, 2), nothing);
        Assert.Equal(0, nothing.F1 + nothing.Precision + nothing.Recall);
    }

    [Fact]
    public void What_cannot_be_ranked_is_refused()
    {
        Assert.Equal(
            "positive is true for all of 2 examples; a ranking needs examples of both kinds.",
            Draws.Refused(() => Roc.Area([true, true], [0, 1])));
        Assert.Equal(
            "positive is false for all of 2 examples; a ranking needs examples of both kinds.",
            Draws.Refused(() => Roc.Curve([false, false], [0, 1])));
        Assert.Equal(
            "positive is false for all of 1 examples; recall needs one that is true.",
            Draws.Refused(() => PrecisionRecall.Average([false], [0])));
        Assert.Equal(
            "scores[1] is NaN, which is neither above nor below another; leave the example out, or look where it comes from.",
            Draws.Refused(() => Roc.Area([true, false], [0, double.NaN])));
        Assert.StartsWith("positive has 1 examples", Draws.Refused(() => Roc.Area([true], [0, 1])), StringComparison.Ordinal);
        Assert.StartsWith("positive is empty", Draws.Refused(() => PrecisionRecall.Curve([], [])), StringComparison.Ordinal);
        Assert.Equal("share is from 0 to 1; got 99.", Draws.Refused(() => Detection.Threshold([1], 99)));
        Assert.StartsWith("heldOut is empty", Draws.Refused(() => Detection.Threshold([], 0.5)), StringComparison.Ordinal);
        Assert.StartsWith("heldOut[0] is ", Draws.Refused(() => Detection.Threshold([Infinite], 0.5)), StringComparison.Ordinal);
        Assert.Equal(
            "threshold is a number, or infinite; got NaN.",
            Draws.Refused(() => Detection.At([true], [1], double.NaN)));
    }
}
