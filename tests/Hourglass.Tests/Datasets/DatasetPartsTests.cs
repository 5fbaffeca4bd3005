using Hourglass.Datasets;
using static TorchSharp.torch;

namespace Hourglass.Tests.Datasets;

/// <summary>Parts and unions of data sets: what is in them, in which order, and that a seed decides it.</summary>
public class DatasetPartsTests
{
    private static readonly double[] Ten = [.. Enumerable.Range(0, 10).Select(i => (double)i)];

    [Fact]
    public void A_split_is_drawn_by_the_seed_and_loses_nothing()
    {
        using var data = Numbers(10);
        using var split = data.Split(0.3, seed: 4);
        using var again = data.Split(0.3, seed: 4);
        using var other = data.Split(0.3, seed: 5);
        Assert.Equal((7, 3), (split.Count, split.TestCount));
        Assert.Equal(Ten, Train(split).Concat(Test(split)).Order());
        Assert.Equal(Train(split).Order(), Train(split));
        Assert.Equal(Train(split), Train(again));
        Assert.NotEqual(Test(split), Test(other));
    }

    [Theory]
    [InlineData(0.001, 1)]
    [InlineData(0.999, 9)]
    public void Either_split_has_an_example(double share, int tested)
    {
        using var data = Numbers(10);
        using var split = data.Split(share);
        Assert.Equal(tested, split.TestCount);
    }

    [Fact]
    public void Every_example_is_tested_on_in_one_fold()
    {
        using var data = Numbers(10);
        var folds = data.Folds(3, seed: 1);
        Assert.Equal([4, 3, 3], folds.Select(fold => fold.TestCount));
        Assert.Equal(Ten, folds.SelectMany(Test).Order());
        Assert.All(folds, fold => Assert.Equal(Ten, Train(fold).Concat(Test(fold)).Order()));
        Assert.All(folds, fold => fold.Dispose());
    }

    [Fact]
    public void A_shuffle_moves_all_columns_alike_and_leaves_the_test_split()
    {
        using var scope = NewDisposeScope();
        using var data = Dataset.FromTensors(
            new Dictionary<string, Tensor> { ["x"] = arange(10), ["y"] = stack([arange(10) * 2, arange(10) * 3], 1) },
            new Dictionary<string, Tensor> { ["x"] = arange(3), ["y"] = ones([3, 2], ScalarType.Int64) });
        using var shuffled = data.Shuffle(7);
        Assert.NotEqual(Ten, Train(shuffled));
        Assert.Equal(Ten, Train(shuffled).Order());
        Assert.Equal([0, 1, 2], Test(shuffled));
        using var bound = shuffled.Bind([new DataField("x", Domain.Real, 0, [], false), new DataField("y", Domain.Real, 0, [2], false)]);
        using var batch = bound.TrainBatch(arange(10));
        Assert.Equal(0, (batch["y"] - (batch["x"].unsqueeze(1) * tensor(new[] { 2f, 3f }))).abs().max().item<float>());
    }

    [Fact]
    public void What_is_skipped_and_taken_makes_all()
    {
        using var data = Numbers(10, test: 4);
        using var skipped = data.Skip(4);
        Assert.Equal([4, 5, 6, 7, 8, 9], Train(skipped));
        Assert.Equal(0, skipped.TestCount);
        using var head = data.Take(4);
        using var without = head.Skip(2);
        Assert.Equal([2, 3], Train(without));
        Assert.Equal([2, 3], Test(without));
    }

    [Fact]
    public void Examples_are_chosen_by_numbers_and_by_texts()
    {
        using var file = new TableFile("x,kind\n1,pear\n2,apple\n,\n4,pear\n");
        using var data = Dataset.Open(file.Path);
        using var large = data.Where("x", x => x > 1);
        Assert.Equal([2, 4], Train(large));
        using var missing = data.Where("x", double.IsNaN);
        Assert.Equal(1, missing.Count);
        using var pears = data.WhereText("kind", kind => kind == "pear");
        Assert.Equal([1, 4], Train(pears));
        Assert.Equal([1, 1], pears.Classes("kind", DataSplit.Train));
        using var nameless = data.WhereText("kind", kind => kind is null);
        Assert.Equal(1, nameless.Count);
    }

    [Fact]
    public void Joined_texts_are_counted_anew()
    {
        using var one = new TableFile("x,kind\n1,pear\n2,\n");
        using var two = new TableFile("x,kind\n3.5,apple\n4,pear\n");
        using var a = Dataset.Open(one.Path);
        using var b = Dataset.Open(two.Path);
        using var both = a.Concat(b);
        Assert.Equal([1, 2, 3.5, 4], Train(both));
        Assert.Equal([1, -1, 0, 1], both.Classes("kind", DataSplit.Train));
    }

    [Fact]
    public void What_cannot_be_is_said()
    {
        using var data = Numbers(10, test: 2);
        using var plain = Numbers(3);
        using var one = Numbers(1);
        using var file = new TableFile("z\n1\n");
        using var other = Dataset.Open(file.Path);
        (Func<object> Act, string Message)[] cases =
        [
            (() => data.Split(0.1), "The data 'tensors' has a test split of 2 examples already; Split divides data that has none."),
            (() => data.Folds(2), "The data 'tensors' has a test split of 2 examples already; Folds divides data that has none."),
            (() => plain.Split(1), "A share of 1 cannot be set aside: it is above 0 and below 1, such as 0.1 for one example in ten."),
            (() => one.Split(0.5), "The data 'tensors' has one example; a split needs one to train on and one to test on."),
            (() => plain.Folds(4), "The data 'tensors' has 3 examples; they make from 2 to 3 groups, not 4."),
            (() => plain.Skip(3), "Without its first 3 examples the data 'tensors', which has 3, leaves nothing to train on; "
                + "skip from 0 to 2."),
            (() => plain.Where("y", _ => true), "The data 'tensors' has no column 'y' of numbers, one an example; it has x."),
            (() => plain.Where("x", _ => false), "No training example of the data 'tensors' passes by its column 'x'; at least one must."),
            (() => plain.Concat(other), "The column 'x' is in only one of the data 'tensors' and 'data.csv'; only data of the same columns "
                + "can be joined."),
            (() => plain.Concat(data), "The data 'tensors' and 'tensors' cannot be joined: the column 'x' has a test split in only one of "
                + "them."),
        ];
        Assert.All(cases, item => Assert.Equal(item.Message, Assert.Throws<DataException>(() => item.Act()).Message));
    }

    private static Dataset Numbers(int count, int test = 0)
    {
        using var scope = NewDisposeScope();
        return Dataset.FromTensors(
            new Dictionary<string, Tensor> { ["x"] = arange(count) },
            test == 0 ? null : new Dictionary<string, Tensor> { ["x"] = arange(test) });
    }

    private static double[] Train(Dataset data) => Read(data, test: false);

    private static double[] Test(Dataset data) => Read(data, test: true);

    private static double[] Read(Dataset data, bool test)
    {
        using var bound = data.Bind([new DataField("x", Domain.Real, 0, [], true)]);
        using var places = arange(test ? data.TestCount : data.Count, ScalarType.Int64);
        using var batch = test ? bound.TestBatch(places) : bound.TrainBatch(places);
        return [.. batch["x"].data<float>().Select(value => (double)value)];
    }
}
