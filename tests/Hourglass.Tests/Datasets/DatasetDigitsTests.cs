using System.Globalization;
using System.Security.Cryptography;
using Hourglass.Datasets;
using Hourglass.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Datasets;

public class DatasetDigitsTests
{
    private static readonly DataField[] Fields = [new("x", Domain.Count, 0, [784], false), new("y", Domain.Class, 10, [], false)];

    /// <summary>Not the test's own arithmetic but a record: the same pixels on every machine, in every version.</summary>
    [Theory]
    [InlineData("", false, "D9F8656FE0C83151")]
    [InlineData("tr-TR", true, "E04964955FA7AA0A")]
    public void Are_the_same_everywhere(string culture, bool test, string expected)
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            using var seeded = new RandomScope(99);
            using var data = Dataset.Digits(200, 200);
            Assert.Equal(expected, Convert.ToHexString(SHA256.HashData(Pixels(data, 200, test)))[..16]);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Do_not_depend_on_how_many_there_are()
    {
        using var few = Dataset.Digits(10, 5);
        using var many = Dataset.Digits(300, 100);
        using var taken = many.Take(10);
        Assert.Equal((10, 10), (taken.Count, taken.TestCount));
        Assert.Equal(Pixels(few, 10, test: false), Pixels(taken, 10, test: false));
        Assert.Equal(Pixels(few, 5, test: true), Pixels(taken, 5, test: true));
    }

    [Fact]
    public void Differ_by_seed_and_split()
    {
        using var first = Dataset.Digits(50, 50, seed: 0);
        using var second = Dataset.Digits(50, 50, seed: 1);
        byte[][] all = [Pixels(first, 50, false), Pixels(first, 50, true), Pixels(second, 50, false), Pixels(second, 50, true)];
        Assert.Equal(4, all.Select(Convert.ToHexString).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Leave_torchs_generator_alone()
    {
        using var seeded = new RandomScope(7);
        using var expected = rand(4);
        using var again = new RandomScope(7);
        Dataset.Digits(20, 20).Dispose();
        using var actual = rand(4);
        Assert.Equal(expected.data<float>().ToArray(), actual.data<float>().ToArray());
    }

    [Fact]
    public void Cover_ten_classes_with_ink_inside_the_picture()
    {
        using var data = Dataset.Digits(2000, 0);
        using var bound = data.Bind(Fields);
        using var indices = arange(2000, ScalarType.Int64);
        using var batch = bound.TrainBatch(indices);
        using var scope = NewDisposeScope();
        var classes = batch["y"].bincount(null).data<long>().ToArray();
        Assert.Equal(0, data.TestCount);
        Assert.Equal(10, classes.Length);
        Assert.All(classes, count => Assert.InRange(count, 140, 260));

        // MNIST's mean is 33 of 255; every digit has full ink somewhere, and hardly any on the border.
        var images = batch["x"].view(2000, 28, 28);
        Assert.InRange(images.mean().item<float>(), 20, 45);
        Assert.InRange(images.amax([1, 2]).min().item<float>(), 230, 255);
        var border = images[.., 0, ..].sum() + images[.., 27, ..].sum() + images[.., .., 0].sum() + images[.., .., 27].sum();
        Assert.InRange((border / images.sum()).item<float>(), 0, 0.002);
    }

    /// <summary>
    /// Digits of a class resemble each other more than those of another, and still vary: nearest neighbours find most, class means fewer.
    /// </summary>
    [Fact]
    public void Can_be_told_apart_but_not_by_their_means_alone()
    {
        using var scope = NewDisposeScope();
        using var data = Dataset.Digits(4000, 500);
        using var bound = data.Bind([Fields[0] with { Domain = Domain.Unit }, Fields[1]]);
        using var train = bound.TrainBatch(arange(4000, ScalarType.Int64));
        using var test = bound.TestBatch(arange(500, ScalarType.Int64));
        var means = stack(Enumerable.Range(0, 10).Select(k => train["x"].index_select(0, train["y"].eq(k).nonzero().flatten()).mean([0L])));
        var nearest = train["y"].index_select(0, cdist(test["x"], train["x"]).argmin(1));
        Assert.InRange(Accuracy(cdist(test["x"], means).argmin(1), test["y"]), 0.6, 0.98);
        Assert.InRange(Accuracy(nearest, test["y"]), 0.93, 1.0);
    }

    private static double Accuracy(Tensor guess, Tensor label) => guess.eq(label).to_type(ScalarType.Float64).mean().item<double>();

    private static byte[] Pixels(Dataset data, int count, bool test)
    {
        using var bound = data.Bind(Fields);
        using var indices = arange(count, ScalarType.Int64);
        using var batch = test ? bound.TestBatch(indices) : bound.TrainBatch(indices);
        using var scope = NewDisposeScope();
        return [
            .. batch["x"].to_type(ScalarType.Byte).data<byte>().ToArray(),
            .. batch["y"].to_type(ScalarType.Byte).data<byte>().ToArray()
        ];
    }
}
