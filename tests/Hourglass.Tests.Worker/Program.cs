using System.Globalization;
using Hourglass.Tests.Training;
using Hourglass.Training;

// A training that its parent kills or interrupts: FOLDER and whether to resume. Says each step, and at the end 'done' or 'interrupted'.
using var cancellation = new ConsoleCancellation();
var options = new TrainOptions
{
    OutputFolder = args[0],
    Resume = bool.Parse(args[1]),
    Report = false,
    CheckpointEverySteps = 1,
    Cancellation = cancellation.Token,
};
using var data = TinyVae.Data(train: 200);
using var model = new TinyVae();
var report = model.TrainOn(data, options, new StepPrinter());
Console.WriteLine(report.Interrupted ? "interrupted" : "done");

internal sealed class StepPrinter : IProgress<TrainingProgress>
{
    private bool _began;

    public void Report(TrainingProgress value)
    {
        // What is told before the first step is no step; the parent counts lines.
        if (value.Notice is not null && !_began)
        {
            return;
        }

        _began = true;
        Console.WriteLine(value.Notice ?? string.Create(CultureInfo.InvariantCulture, $"{value.Epoch} {value.Step}"));

        // Steps are over before a signal of a busy parent arrives; these wait for it.
        Thread.Sleep(20);
    }
}
