using System.Diagnostics;
using Hourglass.Training;

namespace Hourglass.Tests.Training;

/// <summary>
/// The seconds of epochs, between bounds that hold on a machine of any speed: they are no fewer than what was slept within the steps, and
/// no more than what the test's own watch shows.
/// </summary>
public class SecondsTests
{
    private static readonly TimeSpan Nap = TimeSpan.FromMilliseconds(40);

    [Fact]
    public void They_are_those_of_training_each_epoch_by_itself_without_evaluation()
    {
        var steps = new Stopwatch();
        var tests = new Stopwatch();
        var slept = new List<double>();
        using var data = TinyVae.Data(train: 16, test: 8);
        using var model = new TinyVae { OnBatch = _ => Sleep(steps), OnTest = () => Sleep(tests) };
        var all = Stopwatch.StartNew();
        var report = model.TrainOn(data, new TrainOptions { Epochs = 4 }, new TrainingSessionTests.Told(p =>
        {
            if (p.Completed is not null)
            {
                slept.Add(steps.Elapsed.TotalSeconds - slept.Sum());
            }
        }));
        all.Stop();

        Assert.Equal(4, report.Epochs.Count);
        Assert.All(report.Epochs.Zip(slept), pair => Assert.InRange(pair.First.Seconds, pair.Second, double.MaxValue));
        Assert.InRange(report.Epochs.Sum(epoch => epoch.Seconds), 0, (all.Elapsed - tests.Elapsed).TotalSeconds);
    }

    [Fact]
    public void Over_a_resume_they_are_the_sum_of_both_parts_without_what_lies_between()
    {
        var steps = new Stopwatch();
        using var folder = new TemporaryFolder();
        using var data = TinyVae.Data(); // 6 steps an epoch
        using var cancellation = new CancellationTokenSource();
        var options = new TrainOptions { OutputFolder = folder.Path, Report = false, Epochs = 1, CheckpointEverySteps = 1 };
        var count = 0;
        void Step()
        {
            Sleep(steps);
            if (++count == 5)
            {
                cancellation.Cancel();
            }
        }

        var all = Stopwatch.StartNew();
        using (var first = new TinyVae { OnBatch = _ => Step() })
        {
            Assert.True(first.TrainOn(data, options with { Cancellation = cancellation.Token }).Interrupted);
        }

        all.Stop();
        Thread.Sleep(10 * Nap);
        all.Start();
        using var second = new TinyVae();
        var report = second.TrainOn(data, options with { Resume = true });
        all.Stop();

        Assert.Equal(5, count);
        Assert.InRange(Assert.Single(report.Epochs).Seconds, steps.Elapsed.TotalSeconds, all.Elapsed.TotalSeconds);
    }

    private static void Sleep(Stopwatch watch)
    {
        watch.Start();
        Thread.Sleep(Nap);
        watch.Stop();
    }
}
