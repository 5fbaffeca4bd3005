using Hourglass.Datasets;
using Hourglass.Tests.Numerics;
using Hourglass.Training;
using Microsoft.Extensions.Logging;
using static TorchSharp.torch;

namespace Hourglass.Tests.Training;

/// <summary>What code may ask of a training beyond the model's plan.</summary>
public class TrainOptionTests
{
    /// <summary>A first step of Adam moves each parameter by the learning rate, whatever the gradient.</summary>
    [Fact]
    public void The_learning_rate_and_its_schedule_are_the_callers()
    {
        using var data = Data(8);
        double Moved(TrainOptions options)
        {
            using var model = new TinyVae();
            using var before = model.get_parameter("mean.weight")!.detach().clone();
            model.TrainOn(data, options with { Epochs = 1 });
            using var distance = (model.get_parameter("mean.weight")! - before).abs().max();
            return distance.item<float>();
        }

        Assert.Equal(0.01, Moved(new TrainOptions()), 1e-5);
        Assert.Equal(0.002, Moved(new TrainOptions { LearningRate = 0.002 }), 1e-5);
        Assert.Equal(
            0.001,
            Moved(new TrainOptions { LearningRate = 0.002, Schedule = new RateSchedule("half", _ => 0.5) }),
            1e-5);
    }

    [Fact]
    public void Training_stops_when_nothing_gets_better()
    {
        using var data = Data(32);
        using var model = new TinyVae();
        var report = model.TrainOn(
            data,
            new TrainOptions { Epochs = 50, Validate = 0.25, Patience = 1, LearningRate = 1 });
        Assert.True(report.StoppedEarly);
        Assert.InRange(report.Epochs.Count, 2, 49);
    }

    [Fact]
    public void Steps_and_epochs_are_told_in_order_and_logged()
    {
        using var data = Data(16);
        using var model = new TinyVae();
        var (told, log) = (new List<string>(), new LogLines());
        model.TrainOn(data, new TrainOptions
        {
            Epochs = 2,
            AfterStep = progress => told.Add(FormattableString.Invariant($"{progress.Epoch}.{progress.Step}")),
            AfterEpoch = epoch => told.Add(FormattableString.Invariant($"epoch {epoch.Epoch}")),
            Logger = log,
        });
        Assert.Equal(["1.1", "1.2", "epoch 1", "2.1", "2.2", "epoch 2"], told);
        Assert.Equal(2, log.Lines.Count(line => line.StartsWith("Information: TinyVae epoch ", StringComparison.Ordinal)));
        Assert.Contains(log.Lines, line => line.StartsWith("Information: TinyVae epoch 2/2: train ", StringComparison.Ordinal)
            && line.Contains("total ", StringComparison.Ordinal) && line.Contains("nll_x ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_trains_beside_the_caller_and_stops_when_asked()
    {
        using var data = Data(16);
        using var model = new TinyVae();
        using var stop = new CancellationTokenSource();
        var caller = Environment.CurrentManagedThreadId;
        var trained = caller;
        var report = await model.TrainOnAsync(
            data,
            new TrainOptions
            {
                Epochs = 1000,
                AfterStep = progress =>
                {
                    trained = Environment.CurrentManagedThreadId;
                    if (progress.Epoch == 3)
                    {
                        stop.Cancel();
                    }
                },
            },
            cancellation: stop.Token);
        Assert.True(report.Interrupted);
        Assert.Equal(2, report.Epochs.Count);
        Assert.NotEqual(caller, trained);
    }

    [Fact]
    public void What_cannot_be_is_said()
    {
        using var data = Data(16);
        using var model = new TinyVae();
        (TrainOptions Options, string Message)[] cases =
        [
            (new() { LearningRate = 0 }, "A learning rate of 0 was asked for; give one above 0, such as 0.001."),
            (new() { LearningRate = double.NaN }, "A learning rate of NaN was asked for; give one above 0, such as 0.001."),
            (new() { Patience = 0, Validate = 0.5 },
                "A patience of 0 epochs was asked for; give 1 or more, or none to train to the end."),
            (new() { Validate = 1 }, "A share of 1 of the examples was to be set aside; give one from 0 up to below 1."),
            (new() { ShuffleBlock = -1 }, "Blocks of -1 examples were asked for; give 1 or more, or 0 for one shuffle of all."),
        ];
        Assert.All(
            cases,
            item => Assert.Equal(item.Message, Assert.Throws<TrainingException>(() => model.TrainOn(data, item.Options)).Message));
    }

    private static Dataset Data(int count)
    {
        using var scope = NewDisposeScope();
        return Dataset.FromTensors(new Dictionary<string, Tensor> { ["x"] = Numbers.UniformSingles(1, count, 6) });
    }

    private sealed class LogLines : ILogger
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter) => Lines.Add($"{logLevel}: {formatter(state, exception)}");
    }
}
