using Hourglass.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Training;

/// <summary>Terms of a step: read, found to be no numbers, averaged.</summary>
public class TermTests
{
    [Fact]
    public void Averages_go_on_from_a_checkpoint()
    {
        var averages = new TermAverages(["a", "b"]);
        averages.Reset([30, 10, 20], 10);
        Assert.Equal((10L, 3.0), (averages.Seen, averages.MeanTotal));
        averages.Add([9, 4, 5], 5);
        Assert.Equal([75.0, 30, 45], averages.Sums);
        Assert.Equal([("a", 2.0), ("b", 3.0), ("total", 5.0)], averages.Means().Select(pair => (pair.Key, pair.Value)));
        averages.Reset();
        Assert.Equal((0L, 0.0, double.NaN), (averages.Seen, averages.Sums.Sum(), averages.MeanTotal));
    }

    [Fact]
    public void Terms_of_every_type_are_read()
    {
        using var scope = NewDisposeScope();
        var reader = new TermReader(["a", "b", "c"]);
        Assert.Null(reader.Read(tensor(1.5f), [tensor(0.1, ScalarType.Float64), tensor(0.5f).to_type(ScalarType.Float16), tensor(7L)]));
        Assert.Equal([1.5, 0.1, 0.5, 7], reader.Values.ToArray());
    }

    /// <summary>The first of the terms in their order; the total only where all of them are numbers.</summary>
    [Theory]
    [InlineData(0, 1, 2, 3, null)]
    [InlineData(0, double.NaN, double.PositiveInfinity, 3, "a")]
    [InlineData(double.NaN, 1, double.NegativeInfinity, 3, "b")]
    [InlineData(double.NaN, 1, 2, double.NaN, "c")]
    [InlineData(double.PositiveInfinity, 1, 2, 3, "total")]
    public void The_first_that_is_no_number_is_named(double total, double a, double b, double c, string? expected)
    {
        var reader = new TermReader(["a", "b", "c"]);
        double[] values = [total, a, b, c];
        values.CopyTo(reader.Buffer);
        var bad = reader.FirstBad();
        Assert.Equal(expected, bad?.Term);
        if (bad is { } found)
        {
            Assert.Equal(values[expected == "total" ? 0 : expected![0] - 'a' + 1], found.Value);
        }
    }

    [Fact]
    public void A_session_needs_a_model_and_data()
    {
        using var model = new TinyVae();
        using var data = TinyVae.Data();
        Assert.Throws<ArgumentNullException>("model", () => new TrainingSession(null!, data));
        Assert.Throws<ArgumentNullException>("data", () => new TrainingSession(model, null!));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, false)]
    [InlineData(3, false)]
    public void A_ramp_that_training_cuts_short_is_told(int epochs, bool expected)
    {
        using var data = TinyVae.Data();
        using var model = TextModel.Create(
            "model R { data x: unit[6] encode z ~ x -> normal(2) decode x ~ z -> bernoulli minimize nll(x) + ramp(0, 1, epochs: 2) * kl(z) "
            + "train { epochs: 2 batch: 16 } }");
        var notices = new List<string>();
        model.TrainOn(
            data,
            new TrainOptions { Epochs = epochs },
            new TrainingSessionTests.Told(progress => notices.AddRange(progress.Notice is { } notice ? [notice] : [])));
        Assert.Equal(
            expected,
            notices.Exists(notice => notice.StartsWith(
                "The weight of 'kl_z' never gets to the end of its ramp: that takes 2 epochs,",
                StringComparison.Ordinal)));
    }
}
