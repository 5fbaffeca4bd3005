using Hourglass.Datasets;
using Hourglass.Training;
using Hourglass.Training.Steps;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hourglass.Tests.Training;

/// <summary>The running average of the parameters against its sum written out, and what a training keeps of it.</summary>
public class WeightAverageTests
{
    [Fact]
    public void It_is_the_weighted_sum_of_what_the_parameters_were()
    {
        using var scope = NewDisposeScope();
        var p = new Parameter(tensor(new[] { 1.0, -3.0 }));
        using var flat = new FlatParameters([("p", p)]);
        using var average = new WeightAverage(flat, 0.6);
        double[] were = [1.0, 5.0, 2.0, 7.0, 4.0, 8.0, 6.0, 9.0];
        var expected = were[0];
        for (var step = 1; step < were.Length; step++)
        {
            using (no_grad())
            {
                p[0] = were[step];
            }

            // (1 + t) / (10 + t) passes 0.6 at t = 12.5.
            var kept = (1.0 + step) / (10 + step);
            expected = (kept * expected) + ((1 - kept) * were[step]);
            average.Add(step);
        }

        Assert.Equal(expected, average.State["average/p"].data<double>()[0], 12);
        average.Add(1000);
        Assert.Equal((0.6 * expected) + (0.4 * were[^1]), average.State["average/p"].data<double>()[0], 12);
        using (average.Borrow())
        {
            Assert.Equal((0.6 * expected) + (0.4 * were[^1]), p.data<double>()[0], 12);
        }

        Assert.Equal(were[^1], p.data<double>()[0]);
    }

    [Theory]
    [InlineData(StepKind.Readable)]
    [InlineData(StepKind.Portable)]
    [InlineData(StepKind.Native)]
    public void Figures_and_weights_are_those_of_the_average(StepKind step)
    {
        using var scope = NewDisposeScope();
        using var random = new RandomScope(4);
        using var data = Dataset.FromTensors(
            new Dictionary<string, Tensor> { ["x"] = randn(40, 6) },
            test: new Dictionary<string, Tensor> { ["x"] = randn(20, 6) });
        using var averaged = Model("average: 0.9");
        using var plain = Model("");
        var options = new TrainOptions { Epochs = 3, Step = step };
        var report = averaged.TrainOn(data, options);
        var other = plain.TrainOn(data, options);

        // Training itself is not touched by it.
        Assert.Equal(other.Epochs.Select(epoch => epoch.Train["total"]), report.Epochs.Select(epoch => epoch.Train["total"]));
        Assert.NotEqual(other.Epochs[^1].Test["total"], report.Epochs[^1].Test["total"]);
        using var bound = data.Bind(averaged.Description.Fields);
        using var batch = bound.TestBatch(arange(20, dtype: ScalarType.Int64));
        Assert.Equal(averaged.Untyped.Minimize(batch).Total.ToDouble(), report.Epochs[^1].Test["total"], 5);
    }

    private static Autoencoder Model(string average) => TextModel.Create(
        "model A { data x: real[6] encode h = x -> dense(4, tanh) -> dense(2) decode y = h -> dense(4, tanh) -> dense(6) "
        + $"minimize sse(y, x) train {{ optimizer: adam(3e-2) batch: 8 {average} }} }}");
}
