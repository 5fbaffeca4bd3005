using Hourglass.Interactions;
using Hourglass.Metrics;
using Hourglass.Tests.Training;
using static TorchSharp.torch;

namespace Hourglass.Tests.Interactions;

public class ItemRankingTests
{
    private static readonly InteractionSet Drawn =
        new SyntheticTastes { Users = 300, Items = 40, Clusters = 4, Fewest = 5, Most = 15 }.Draw();

    /// <summary>Known items are never recommended; of the same score, those first that come first.</summary>
    [Fact]
    public void Items_in_the_order_of_their_scores()
    {
        var history = InteractionSet.Of([("u", "a"), ("u", "b"), ("v", "c"), ("v", "d"), ("v", "e")]);
        var found = ItemRanking.Recommend(new Given([1, 5, 3, 3, 9]), history, 2);
        Assert.Equal([("e", 4, 9.0), ("c", 2, 3)], found[0].Select(item => (item.Item, item.Place, item.Score)));
        Assert.Equal([("b", 5.0), ("a", 1)], found[1].Select(item => (item.Item, item.Score)));
        Assert.Equal(3, ItemRanking.Recommend(new Given([1, 5, 3, 3, 9]), history, 10)[0].Count);
    }

    [Fact]
    public void Nameless_items_are_never_recommended()
    {
        var history = InteractionSet.Of([("u", "a"), ("v", "b")]).WithItems(4);
        Assert.Equal(["b"], ItemRanking.Recommend(new Given([1, 2, 3, 4]), history, 4)[0].Select(item => item.Item));
    }

    /// <summary>One held-out item at rank 2 behind an item that the user is known to have: 1 of 1, and 1 / log₂ 3.</summary>
    [Fact]
    public void Figures_by_hand()
    {
        var all = InteractionSet.Of([("u", "a"), ("u", "b"), ("u", "c"), ("v", "d")]);
        var (known, hidden) = (Rows(all, [0]), Rows(all, [2]));
        var figures = ItemRanking.Evaluate(new Given([9, 5, 4, 1]), known, hidden, [1, 2], [2]);
        Assert.Equal((0, 1, 1 / Math.Log2(3)), (figures.Recall[1].Mean, figures.Recall[2].Mean, figures.Gain[2].Mean));
        Refused("'interactions' has other users", () => ItemRanking.Evaluate(new Given([9, 5, 4, 1]), known, all, [1], [1]));
    }

    [Fact]
    public void Figures_are_those_of_the_metrics()
    {
        using var scope = NewDisposeScope();
        var split = Drawn.Split(60, seed: 5);
        var scorer = new PopularityScorer(split.Train);
        var figures = ItemRanking.Evaluate(scorer, split.FoldIn, split.HeldOut, [3], [7]);
        var all = arange(60, ScalarType.Int64);
        var scores = scorer.Score(split.FoldIn)
            .masked_fill(split.FoldIn.Rows.ToDense(all, ScalarType.Float32).gt(0), double.NegativeInfinity);
        var held = split.HeldOut.Rows.ToDense(all, ScalarType.Float64);
        Assert.Equal(Recommendation.Recall(held, scores, 3).Mean, figures.Recall[3].Mean);
        Assert.Equal(Recommendation.Gain(held, scores, 7).Mean, figures.Gain[7].Mean);
    }

    [Fact]
    public void Popularity_counts_users()
    {
        using var scope = NewDisposeScope();
        var train = InteractionSet.Of([("u", "a"), ("u", "b"), ("v", "b"), ("w", "b"), ("w", "c"), ("x", "c")]);
        Assert.Equal([1f, 3, 2, 1, 3, 2], new PopularityScorer(train).Score(train.Select([0, 1])).data<float>().ToArray());
    }

    /// <summary>The scores of a truncated decomposition by torch.linalg.svd of the whole matrix, in double precision.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(40)]
    public void Singular_scores_are_those_of_the_whole_decomposition(int rank)
    {
        using var scope = NewDisposeScope();
        var split = Drawn.Split(60, seed: 5);
        using var scorer = SingularScorer.Fit(split.Train, rank);
        var whole = split.Train.Rows.ToDense(arange(240, ScalarType.Int64), ScalarType.Float64);
        var (_, _, transposed) = linalg.svd(whole, fullMatrices: false);
        var kept = transposed.narrow(0, 0, rank);
        var rows = split.FoldIn.Rows.ToDense(arange(60, ScalarType.Int64), ScalarType.Float64);
        var expected = rows.matmul(kept.t()).matmul(kept);
        var error = (scorer.Score(split.FoldIn).to_type(ScalarType.Float64) - expected).abs().max().item<double>();
        Assert.InRange(error, 0, 1e-5 * expected.abs().max().item<double>());
    }

    [Fact]
    public void A_trained_model_beats_popularity_on_tastes()
    {
        const string Text = "model M {\n  data x: count[40]\n  encode h = x -> dense(20, tanh)\n  decode x ~ h -> multinomial\n"
            + "  minimize nll(x)\n  train { optimizer: adam(1e-2)  batch: 40  epochs: 30 }\n}\n";
        var split = Drawn.Split(60, seed: 5);
        using var model = TextModel.Create(Text);
        using var data = split.Train.ToDataset();
        model.TrainOn(data);
        double Gain(IItemScorer scorer) => ItemRanking.Evaluate(scorer, split.FoldIn, split.HeldOut, [], [20]).Gain[20].Mean;
        Assert.True(Gain(new ModelScorer(model)) > 1.2 * Gain(new PopularityScorer(split.Train)));
        var best = ItemRanking.Recommend(model, split.FoldIn, 3);
        Assert.All(best, (items, user) => Assert.DoesNotContain(items, item => split.FoldIn.ItemsOf(user).Contains(item.Place)));
        Assert.All(best, items => Assert.Equal(3, items.Count));
    }

    [Fact]
    public void What_does_not_fit_is_told()
    {
        const string Text = "model M {\n  data x: count[3]\n  encode h = x -> dense(2)\n  decode x ~ h -> multinomial\n"
            + "  minimize nll(x)\n}\n";
        using var model = TextModel.Create(Text);
        Refused("The variable 'x' is [3], 3 numbers; an example of the column 'items'", () => ItemRanking.Recommend(model, Drawn, 1));
        var few = InteractionSet.Of([("u", "a"), ("u", "b")]);
        Refused("'synthetic tastes' has 40 items, expected 2", () => ItemRanking.Recommend(new PopularityScorer(few), Drawn, 1));
        Refused("rank is at most the number of items, 2; got 3.", () => SingularScorer.Fit(few, 3));
        Refused("count is 1 or more; got 0.", () => ItemRanking.Recommend(new PopularityScorer(few), few, 0));
    }

    /// <summary>One user, of whom some of the items are taken.</summary>
    private static InteractionSet Rows(InteractionSet set, int[] items) => new(
        "u",
        ["u"],
        set.Items,
        Hourglass.Datasets.IncidenceMatrix.Of(set.Items.Count, [items]));

    private static void Refused(string expected, Func<object> act) =>
        Assert.Contains(expected, Assert.Throws<DataException>(act).Message, StringComparison.Ordinal);

    /// <summary>The same scores for everybody.</summary>
    private sealed class Given(double[] scores) : IItemScorer
    {
        public Tensor Score(InteractionSet history)
        {
            using var row = tensor(scores);
            return row.repeat(history.Users.Count, 1);
        }
    }
}
