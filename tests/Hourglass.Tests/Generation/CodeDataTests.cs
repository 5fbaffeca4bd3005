using Hourglass.Datasets;
using Hourglass.Evaluation;
using Hourglass.Generation;
using Hourglass.Tests.Evaluation;
using Hourglass.Tests.Training;
using static TorchSharp.torch;
using Normal = Hourglass.Distributions.Normal;

namespace Hourglass.Tests.Generation;

/// <summary>Codes as data, where the encoder is known: means are the values, and draws scatter about them by a known deviation.</summary>
public sealed class CodeDataTests
{
    private const double Deviation = 0.1;

    [Fact]
    public void Means_of_both_splits_are_columns_with_the_name_of_the_code()
    {
        var (rows, tests) = (Hourglass.Tests.Metrics.Draws.Normals(1, 1200, 2), Hourglass.Tests.Metrics.Draws.Normals(2, 7, 2));
        using var model = Known();
        using var data = KnownModel.Data(rows, [.. Enumerable.Range(0, 1200).Select(i => i % 3)], tests, [2, 1, 0, 2, 1, 0, 2]);
        using var codes = CodeData.Of(model, data);
        Assert.Equal((1200, 7), (codes.Count, codes.TestCount));
        Assert.Equal(["z", "y"], codes.ColumnNames);
        Assert.Equal([2, 1, 0, 2, 1, 0, 2], codes.Classes("y", DataSplit.Test));
        Assert.Equal(rows.Cast<double>().Select(value => (float)value), Values(codes, DataSplit.Train));
        Assert.Equal(tests.Cast<double>().Select(value => (float)value), Values(codes, DataSplit.Test));
    }

    /// <summary>300 draws of four examples: by the t of their mean and the chi-squared of their variance.</summary>
    [Fact]
    public void Draws_of_an_example_follow_one_another_and_its_posterior()
    {
        double[,] rows = { { 0, 5 }, { -3, 1 }, { 2, 2 }, { 9, -9 } };
        using var model = Known();
        using var data = KnownModel.Data(rows, [0, 1, 2, 0]);
        using var codes = CodeData.Of(model, data, draws: 300, seed: 5);
        Assert.Equal(1200, codes.Count);
        Assert.Equal(Enumerable.Range(0, 1200).Select(i => i / 300 % 3), codes.Classes("y", DataSplit.Train));
        var values = Values(codes, DataSplit.Train);
        for (var example = 0; example < 4; example++)
        {
            for (var column = 0; column < 2; column++)
            {
                double[] drawn = [.. Enumerable.Range(0, 300).Select(i => (double)values[(2 * ((300 * example) + i)) + column])];
                Assert.Equal(rows[example, column], drawn.Average(), 5 * Deviation / Math.Sqrt(300));
                Assert.InRange(drawn.Select(value => Math.Pow(value - rows[example, column], 2)).Average(), 0.006, 0.015);
            }
        }

        using var again = CodeData.Of(model, data, draws: 300, seed: 5);
        using var other = CodeData.Of(model, data, draws: 300, seed: 6);
        Assert.Equal(values, Values(again, DataSplit.Train));
        Assert.NotEqual(values, Values(other, DataSplit.Train));
    }

    [Fact]
    public void What_has_no_code_or_no_posterior_is_said()
    {
        using var data = KnownModel.Data(new double[,] { { 0, 1 }, { 2, 3 } });
        using var none = new KnownModel(2);
        Assert.Equal(
            "KnownModel has no code that is a vector, and data of codes are of such.",
            Assert.Throws<DataException>(() => CodeData.Of(none, data)).Message);
        using var plain = TextModel.Create("""
            model Plain {
              data   x: real[2]
              encode h = x -> dense(1)
              decode y = h -> dense(2)
              minimize mse(y, x)
            }
            """);
        using var means = CodeData.Of(plain, data);
        Assert.Equal(["h"], means.ColumnNames);
        var refused = Assert.Throws<DataException>(() => CodeData.Of(plain, data, draws: 1));
        Assert.Contains("Take its means", refused.Message, StringComparison.Ordinal);
    }

    /// <summary>
    /// The code of classes of a semi-supervised model comes first and is a vector too, but it is not the code that is decoded.
    /// </summary>
    [Fact]
    public void Classes_that_are_codes_are_not_taken_for_the_code()
    {
        using var model = TextModel.Create("""
            model Semi {
              data   x: real[2]
              data   y?: class(3)
              encode y ~ x -> categorical
              encode z ~ concat(x, y) -> normal(3)
              prior  y ~ uniform
              decode x ~ concat(z, y) -> normal(variance: fixed)
              minimize elbo + nll(y)
            }
            """);
        using var data = KnownModel.Data(new double[,] { { 0, 1 }, { 2, 3 }, { 4, -5 } }, [2, 0, 1]);
        using var codes = CodeData.Of(model, data);
        Assert.Equal(["z", "y"], codes.ColumnNames);
        using var bound = model.Bind(data);
        using var expected = new SplitPass(model, bound, DataSplit.Train).Gather("codes", model.Untyped.Code)!;
        Assert.Equal(expected.data<float>().ToArray(), Values(codes, DataSplit.Train, 3));
    }

    /// <summary>What the second model draws is what the first decodes: trained on the codes of two clouds, it draws both.</summary>
    [Fact]
    public void A_second_model_trains_on_the_codes()
    {
        using var first = Known();
        using var data = KnownModel.Data(Hourglass.Tests.Metrics.Draws.Clouds(1, 400, 0.5, [[-2, 0], [2, 0]]));
        using var codes = CodeData.Of(first, data, draws: 1);
        using var second = TextModel.Create("""
            model Second {
              data   z: real[2]
              encode u ~ z -> dense(32, relu) -> normal(2)
              decode z ~ u -> dense(32, relu) -> normal(variance: learned)
              minimize elbo
              train  { optimizer: adam(1e-2)  batch: 50  epochs: 30 }
            }
            """);
        second.TrainOn(codes);
        using var drawn = second.Untyped.Sample(500)!;
        using var decoded = CodeGeneration.Decode(first, drawn);
        double[] firsts = [.. decoded.select(1, 0).to_type(ScalarType.Float64).contiguous().data<double>()];
        Assert.InRange(firsts.Count(value => value > 1), 125, 375);
        Assert.InRange(firsts.Count(value => value < -1), 125, 375);
    }

    private static KnownModel Known() => new(2)
    {
        Posterior = x => new Normal(x, full_like(x, 2 * Math.Log(Deviation))),
        Decoder = codes => codes.clone(),
    };

    private static float[] Values(Dataset codes, DataSplit split, int width = 2)
    {
        using var bound = codes.Bind([new DataField("z", Domain.Real, 0, [width], Optional: false)]);
        using var indices = arange(split == DataSplit.Test ? codes.TestCount : codes.Count, ScalarType.Int64);
        using var batch = split == DataSplit.Test ? bound.TestBatch(indices) : bound.TrainBatch(indices);
        return batch["z"].data<float>().ToArray();
    }
}
