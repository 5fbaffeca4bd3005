using System.Globalization;
using Hourglass.Tests.Training;
using Hourglass.Training;

// A training that its parent kills: FOLDER and whether to resume. Says each step, and at the end 'done'.
var options = new TrainOptions
{
    OutputFolder = args[0],
    Resume = bool.Parse(args[1]),
    Report = false,
    CheckpointEverySteps = 1,
};
using var data = TinyVae.Data(train: 200);
using var model = new TinyVae();
model.TrainOn(data, options, new StepPrinter());
Console.WriteLine("done");

internal sealed class StepPrinter : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value.Epoch} {value.Step}"));
}
