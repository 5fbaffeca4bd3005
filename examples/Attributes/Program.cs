using System.CommandLine;
using Attributes;
using Hourglass;
using Hourglass.Datasets;
using Hourglass.Training;
using static TorchSharp.torch;

var data = new Option<string>("--data")
{
    Description = "A folder with MNIST's IDX files; without it, digits drawn by code.",
    DefaultValueFactory = _ => "digits"
};
var epochs = new Option<int>("--epochs") { Description = "How often to see every image.", DefaultValueFactory = _ => 10 };
var folder = new Option<string>("--out")
{
    Description = "The folder for the report, the weights and the checkpoint.",
    DefaultValueFactory = _ => "runs/attributes"
};
var command = new RootCommand("Trains the annotated class DigitVae and walks from one digit to another.") { data, epochs, folder };
command.SetAction(arguments =>
{
    try
    {
        using var stop = new ConsoleCancellation();
        using var digits = Dataset.Open(arguments.GetValue(data)!);
        using var model = new DigitVae();
        var options = new TrainOptions
        {
            Epochs = arguments.GetValue(epochs),
            OutputFolder = arguments.GetValue(folder),
            Cancellation = stop.Token
        };
        var report = DigitVae.Train(model, digits, options, new ConsoleProgress());

        using var bound = digits.Bind(model.Description.Fields);
        using var ends = bound.TrainBatch(tensor([0L, 1L]));
        using var walk = model.Interpolate(ends["x"][0], ends["x"][1], 5);
        Console.WriteLine("From the first training image to the second, through the codes between them:");
        Console.Write(Braille.Row(walk));
        Console.WriteLine($"report: {report.ReportPath ?? report.OutputFolder}");
        return 0;
    }
    catch (HourglassException e)
    {
        Console.Error.WriteLine(e.Message);
        return 1;
    }
});
return command.Parse(args).Invoke();
