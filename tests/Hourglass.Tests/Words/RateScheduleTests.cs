using Hourglass.Tests.Training;
using Hourglass.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hourglass.Tests.Words;

/// <summary>
/// Learning rates against the schedulers of TorchSharp at the beginning of each epoch, and against their formulas within one.
/// </summary>
[Proves("cosine", "exponential", "plateau", "step", "warmup")]
public class RateScheduleTests
{
    private const int Steps = 7;

    [Theory]
    [InlineData("cosine")]
    [InlineData("step(every: 3, factor: 0.5)")]
    [InlineData("exponential(0.8)")]
    public void An_epoch_begins_with_the_rate_of_the_library(string schedule)
    {
        using var scope = NewDisposeScope();
        var phase = Settings.Plan($"optimizer: sgd(0.2) epochs: 12 schedule: {schedule}").Phases[0];
        var sgd = optim.SGD([new Parameter(ones(1))], 0.2);
        optim.lr_scheduler.LRScheduler theirs = schedule[..2] switch
        {
            "co" => optim.lr_scheduler.CosineAnnealingLR(sgd, 12),
            "st" => optim.lr_scheduler.StepLR(sgd, 3, 0.5),
            _ => optim.lr_scheduler.ExponentialLR(sgd, 0.8),
        };
        for (var epoch = 0; epoch < 12; epoch++)
        {
            Assert.Equal(sgd.ParamGroups.First().LearningRate, 0.2 * Factor(phase, epoch * Steps), 10);
            theirs.step();
        }
    }

    /// <summary>By hand, for the phases of a training without epochs behind it.</summary>
    [Theory]
    [InlineData("cosine", 42, 0.5)] // half of 12 epochs
    [InlineData("cosine(warmup: 4)", 0, 1.0 / 28)]
    [InlineData("cosine(warmup: 4)", 27, 1)]
    [InlineData("cosine(warmup: 4)", 28, 1)]
    [InlineData("cosine(warmup: 4)", 56, 0.5)] // half of the 8 epochs behind the warm-up
    [InlineData("warmup(2)", 0, 1.0 / 14)]
    [InlineData("warmup(2)", 6, 0.5)]
    [InlineData("warmup(2)", 14, 1)]
    [InlineData("warmup(2)", 80, 1)]
    [InlineData("step(every: 0.5, factor: 0.1)", 3, 1)]
    [InlineData("step(every: 0.5, factor: 0.1)", 4, 0.1)]
    [InlineData("exponential(0.25)", 7, 0.25)]
    [InlineData("exponential(0.25, warmup: 1)", 21, 0.0625)]
    public void Within_an_epoch_the_rate_moves_from_step_to_step(string schedule, int step, double expected) =>
        Assert.Equal(expected, Factor(Settings.Plan($"epochs: 12 schedule: {schedule}").Phases[0], step), 12);

    /// <summary>
    /// The same totals are given to the library, whose patience counts the epochs that it lets pass: one less than those it waits for.
    /// </summary>
    [Fact]
    public void Plateaus_lower_the_rate_as_the_library_does()
    {
        using var scope = NewDisposeScope();
        double[] totals = [9, 7, 8, 8, 6, 6, 6, 6, 6, 6, 6, 5, 5.5, 5.5, 5];
        var phase = Settings.Plan("epochs: 20 validate: 0.1 schedule: plateau(3, factor: 0.5)").Phases[0];
        var sgd = optim.SGD([new Parameter(ones(1))], 1);
        var theirs = optim.lr_scheduler.ReduceLROnPlateau(sgd, factor: 0.5, patience: 2, threshold: 0, threshold_mode: "abs", eps: 0);
        var seen = new List<EpochMetrics>();
        var found = new List<double>();
        foreach (var total in totals)
        {
            theirs.step(total, null);
            seen.Add(Epoch(seen.Count + 1, total));
            found.Add(phase.Schedule.At(seen.Count * Steps, Steps, phase.Epochs, seen));
            Assert.Equal(sgd.ParamGroups.First().LearningRate, found[^1], 12);
        }

        Assert.Equal([1, 1, 1, 1, 1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25, 0.25, 0.25, 0.125], found);
    }

    private static double Factor(PhasePlan phase, long step) => phase.Schedule.At(step, Steps, phase.Epochs, []);

    private static EpochMetrics Epoch(int epoch, double total) =>
        new(epoch, new Dictionary<string, double>(), new Dictionary<string, double>(), 0, 0)
        {
            Validation = new Dictionary<string, double> { ["total"] = total },
        };
}
