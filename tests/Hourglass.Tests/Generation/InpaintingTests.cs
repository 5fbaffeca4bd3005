using Hourglass.Datasets;
using Hourglass.Evaluation;
using Hourglass.Generation;
using Hourglass.Tests.Evaluation;
using Hourglass.Training;
using static TorchSharp.torch;
using Normal = Hourglass.Distributions.Normal;

namespace Hourglass.Tests.Generation;

/// <summary>
/// Two numbers of one factor, x = z + noise of variance 1/4 each: the posterior has the mean (x₁ + x₂) / 2.25 and the variance 1/9, and
/// given x₁ alone the mean of x₂ is 0.8 x₁.
/// </summary>
public sealed class InpaintingTests
{
    private static readonly bool[,] Second = { { false, true }, { false, true } };

    [Fact]
    public void Rounds_of_means_come_to_the_conditional_mean()
    {
        using var model = Factor(draws: false);
        using var x = tensor(new double[,] { { 1, 99 }, { -2, 99 } });
        using var filled = model.Inpaint(Batch(x), tensor(Second), rounds: 60, averaged: 1);
        Assert.Equal([1, 0.8, -2, -1.6], filled.data<double>().ToArray(), (a, b) => Math.Abs(a - b) < 1e-9);
    }

    [Fact]
    public void Rounds_of_draws_come_to_the_conditional_mean()
    {
        using var model = Factor(draws: true);
        using var x = tensor(Enumerable.Repeat(new[] { 1.0, 99 }, 400).SelectMany(row => row).ToArray()).reshape(400, 2);
        using var random = new RandomScope(1);
        using var missing = tensor(new[,] { { false, true } }).repeat(400, 1);
        using var filled = model.Inpaint(Batch(x), missing, rounds: 300);
        Assert.Equal(1, filled.select(1, 0).mean().item<double>());
        Assert.Equal(0.8, filled.select(1, 1).mean().item<double>(), 0.01);
        Assert.NotEqual(filled[0, 1].item<double>(), filled[1, 1].item<double>());
    }

    /// <summary>The first guess is the mean of what is known at the same place, 6 here, or one that is given.</summary>
    [Fact]
    public void It_begins_with_a_mean()
    {
        using var model = new KnownModel(2, optional: false) { Reconstruct = x => x * 1 };
        using var x = tensor(new double[,] { { 1, 4 }, { 2, 8 }, { 3, 99 } });
        using var missing = tensor(new[,] { { false, false }, { false, false }, { false, true } });
        using var filled = model.Inpaint(Batch(x), missing, rounds: 3);
        Assert.Equal([1, 4, 2, 8, 3, 6], filled.data<double>().ToArray());
        using var from = model.Inpaint(Batch(x), missing, rounds: 3, start: tensor(new double[,] { { 7, -5 } }));
        Assert.Equal(-5, from[2, 1].item<double>());
    }

    [Fact]
    public void A_model_of_data_with_gaps_fills_them_in_itself()
    {
        using var model = new KnownModel(2) { Reconstruct = x => x.nan_to_num(7) + 1 };
        using var x = tensor(new double[,] { { 1, 99 }, { -2, 99 } });
        using var filled = model.Inpaint(Batch(x), tensor(Second), rounds: 60);
        Assert.Equal([1, 8, -2, 8], filled.data<double>().ToArray());
    }

    [Fact]
    public void What_does_not_fit_is_said()
    {
        using var model = Factor(draws: false);
        using var x = zeros(2, 2, ScalarType.Float64);
        Assert.Throws<DataException>(() => model.Inpaint(Batch(x), tensor(Second), rounds: 0));
        Assert.Throws<DataException>(() => model.Inpaint(Batch(x), tensor(Second), rounds: 3, averaged: 4));
        Assert.Contains(
            "missing is true or false for each element of x, [2, 2]; got Float32 [2, 2].",
            Assert.Throws<DataException>(() => model.Inpaint(Batch(x), zeros(2, 2))).Message,
            StringComparison.Ordinal);
        using var none = new KnownModel(2, optional: false);
        Assert.Throws<DataException>(() => none.Inpaint(Batch(x), tensor(Second)));
    }

    /// <summary>
    /// Of an element whose neighbour is known, 0.45 of the variance 1.25 is left by the conditional mean, and 0.608 by one reconstruction;
    /// of the half whose neighbour is missing too, all of it.
    /// </summary>
    [Fact]
    public void Errors_are_those_of_conditional_variances()
    {
        var random = new Random(3);
        var rows = new double[8000, 2];
        for (var i = 0; i < 8000; i++)
        {
            var z = Hourglass.Tests.Metrics.Draws.Normal(random);
            rows[i, 0] = z + (Hourglass.Tests.Metrics.Draws.Normal(random) / 2);
            rows[i, 1] = z + (Hourglass.Tests.Metrics.Draws.Normal(random) / 2);
        }

        using var model = Factor(draws: false);
        using var data = KnownModel.Data(rows);
        using var bound = SplitPassTests.Bind(model, data);
        var pass = new SplitPass(model, bound, DataSplit.Train);
        var error = InpaintingError.Of(pass, pass, MissingElements.OfShare(0.5), rounds: 40)!;
        Assert.Equal(1.25, error.MeanImputation, 0.06);
        Assert.Equal((0.608 + 1.25) / 2, error.Reconstruction, 0.05);
        Assert.Equal((0.45 + 1.25) / 2, error.Inpainted, 0.05);
        Assert.Equal(error, InpaintingError.Of(pass, pass, MissingElements.OfShare(0.5), rounds: 40));
    }

    [Theory]
    [InlineData(1, 6, 8)]
    [InlineData(3, 5, 5)]
    public void A_square_is_missing_through_all_channels(int channels, int height, int width)
    {
        using var random = new RandomScope(2);
        var field = new DataField("x", Domain.Unit, 0, [channels, height, width], Optional: false);
        using var missing = MissingElements.OfSquare(4).Draw(field, 50);
        Assert.Equal([50, channels, height, width], missing.shape);
        using var counts = missing.to_type(ScalarType.Int64).sum([1L, 2, 3]);
        Assert.All(counts.data<long>(), count => Assert.Equal(channels * 16, count));
        using var rows = missing.any(3).to_type(ScalarType.Int64).sum(2L);
        Assert.All(rows.data<long>(), count => Assert.Equal(4, count));
        Assert.True(missing.any(0).all().item<bool>());
    }

    [Fact]
    public void Words_are_read_and_others_refused()
    {
        Assert.Equal(0.25, MissingElements.Parse("0.25").Share);
        Assert.Equal("square(10)", MissingElements.Parse(" square( 10 ) ").ToString());
        foreach (var text in new[] { "", "0", "1", "nan", "square(0)", "square(1.5)", "circle(3)", "square(99999999999)" })
        {
            Assert.Throws<DataException>(() => MissingElements.Parse(text));
        }

        var field = new DataField("x", Domain.Real, 0, [7], Optional: false);
        Assert.Throws<DataException>(() => MissingElements.OfSquare(4).Draw(field, 2));
    }

    private static Batch Batch(Tensor x) => new(new Dictionary<string, Tensor> { ["x"] = x }, (int)x.shape[0], shared: true);

    private static KnownModel Factor(bool draws) => new(2, optional: false)
    {
        Reconstruct = x => (x.sum(1L, keepdim: true) / 2.25).expand(-1, 2),
        Posterior = draws ? x => new Normal(x.sum(1L, keepdim: true) / 2.25, full_like(x[.., ..1], Math.Log(1 / 9.0))) : null,
        Decoder = draws ? z => z.expand(-1, 2) : null,
    };
}
