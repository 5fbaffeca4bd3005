using Hourglass.Datasets;
using Hourglass.Evaluation;
using Hourglass.Tests.Training;
using static TorchSharp.torch;
using Normal = Hourglass.Distributions.Normal;

namespace Hourglass.Tests.Evaluation;

/// <summary>
/// Distances in the code of another model, which here are the values themselves, against the closed form of one dimension.
/// </summary>
public sealed class FeatureDistanceTests
{
    private static readonly double[,] Rows = Hourglass.Tests.Metrics.Draws.Normals(1, 700, 1);

    [Fact]
    public void Features_are_the_first_code_of_every_value()
    {
        using var features = Identity(1, factor: 2);
        using var values = tensor(Rows);
        var found = new FeatureDistance(features).Of(values);
        Assert.Equal((700, 1), (found.Count, found.Width));
        Assert.All(Enumerable.Range(0, 700), i => Assert.Equal((float)Rows[i, 0] * 2, (float)found[i][0], 1e-5f));
    }

    /// <summary>Of a x + c: ((1 − a) m − c)² + ((1 − a) s)², m and s the mean and the deviation by N − 1.</summary>
    [Theory]
    [InlineData(1, 0)]
    [InlineData(1, 0.5)]
    [InlineData(0.25, -2)]
    public void A_scaled_and_moved_reconstruction_is_as_far_as_two_normals_are(double scale, double offset)
    {
        using var features = Identity(1);
        using var model = new KnownModel(1) { Reconstruct = x => (x * scale) + offset, Samples = count => full(count, 1, 3.0) };
        using var data = KnownModel.Data(Rows);
        using var bound = SplitPassTests.Bind(model, data);
        var pass = new SplitPass(model, bound, DataSplit.Train) { BatchSize = 300 };
        double[] values = [.. Rows.Cast<double>()];
        var mean = values.Average();
        var variance = values.Sum(x => (x - mean) * (x - mean)) / 699;
        var distance = new FeatureDistance(features);
        var expected = Math.Pow(((1 - scale) * mean) - offset, 2) + (Math.Pow(1 - scale, 2) * variance);
        Assert.Equal(expected, distance.OfReconstructions(pass)!.Value, 1e-5);

        // Samples that are all the same have no variance.
        Assert.Equal(Math.Pow(mean - 3, 2) + variance, distance.OfSamples(pass)!.Value, 1e-5);
    }

    [Fact]
    public void A_model_that_makes_nothing_has_none()
    {
        using var features = Identity(1);
        using var model = new KnownModel(1);
        using var data = KnownModel.Data(Rows);
        using var bound = SplitPassTests.Bind(model, data);
        var pass = new SplitPass(model, bound, DataSplit.Train);
        Assert.Null(new FeatureDistance(features).OfReconstructions(pass));
        Assert.Null(new FeatureDistance(features).OfSamples(pass));
    }

    [Fact]
    public void What_cannot_give_features_is_said()
    {
        using var wide = Identity(2);
        using var values = tensor(Rows);
        Assert.Equal(
            "KnownModel gives features of [2]; the values are [700, 1]. Take a model of the same data.",
            Assert.Throws<DataException>(() => new FeatureDistance(wide).Of(values)).Message);
        using var without = new KnownModel(1);
        Assert.Equal(
            "KnownModel cannot give features: it has no code that is a vector. Take a model that has one.",
            Assert.Throws<DataException>(() => new FeatureDistance(without).Of(values)).Message);
        using var several = TextModel.Create("""
            model Several {
              data   x: real[2]
              data   y: class(3)
              encode z = concat(x, y) -> dense(2)
              decode r = z -> dense(2)
              minimize mse(r, x)
            }
            """);
        Assert.Equal(
            "Several cannot give features: it reads x, y. Take a model of one variable, that of the data to compare.",
            Assert.Throws<DataException>(() => new FeatureDistance(several)).Message);
    }

    private static KnownModel Identity(int size, double factor = 1) => new(size)
    {
        Posterior = x => new Normal(x * factor, zeros_like(x)),
    };
}
