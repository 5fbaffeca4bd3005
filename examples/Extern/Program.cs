using System.CommandLine;
using System.Globalization;
using Extern;
using Hourglass;
using Hourglass.Datasets;
using Hourglass.Training;
using static TorchSharp.torch;

var data = new Option<string>("--data")
{
    Description = "A folder with MNIST's IDX files; without it, digits drawn by code.",
    DefaultValueFactory = _ => "digits"
};
var epochs = new Option<int>("--epochs") { Description = "How often to see every image.", DefaultValueFactory = _ => 5 };
var folder = new Option<string>("--out")
{
    Description = "The folder for the report, the weights and the checkpoint.",
    DefaultValueFactory = _ => "runs/extern"
};
var command = new RootCommand("Trains a model with stages and a term that are written in C#.") { data, epochs, folder };
command.SetAction(arguments =>
{
    try
    {
        using var stop = new ConsoleCancellation();
        using var digits = Dataset.Open(arguments.GetValue(data)!);
        using var model = new WaveletDigits();
        using var bound = digits.Bind(model.Description.Fields);
        using var few = bound.TrainBatch(arange(100, dtype: ScalarType.Int64));
        var before = model.CountLeft(few["x"]);
        var options = new TrainOptions
        {
            Epochs = arguments.GetValue(epochs),
            OutputFolder = arguments.GetValue(folder),
            Cancellation = stop.Token
        };
        var report = WaveletDigits.Train(model, digits, options, new ConsoleProgress());
        Console.WriteLine($"step: {report.Step}");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Of 784 wavelet coefficients of an image {before:F0} were left at first, and {model.CountLeft(few["x"]):F0} are now."));
        return 0;
    }
    catch (HourglassException e)
    {
        Console.Error.WriteLine(e.Message);
        return 1;
    }
});
return command.Parse(args).Invoke();
