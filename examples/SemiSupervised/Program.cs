using System.CommandLine;
using Hourglass;
using Hourglass.Datasets;
using Hourglass.Training;
using SemiSupervised;

var data = new Option<string>("--data")
{
    Description = "A folder with MNIST's IDX files; without it, digits drawn by code and a smaller model.",
    DefaultValueFactory = _ => "digits"
};
var labels = new Option<int[]>("--labels")
{
    Description = "How many images keep their label, as many of each class; several numbers for a training each.",
    AllowMultipleArgumentsPerToken = true,
    DefaultValueFactory = _ => [100],
};
var draws = new Option<int>("--draws") { Description = "How often those images are drawn anew.", DefaultValueFactory = _ => 1 };
var seed = new Option<int>("--seed") { Description = "Decides which images those are, and the training.", DefaultValueFactory = _ => 0 };
var epochs = new Option<int?>("--epochs") { Description = "Epochs in place of the model's own." };
var folder = new Option<string>("--out")
{
    Description = "The folder for the report and the picture.",
    DefaultValueFactory = _ => "runs/semi",
};
var stacked = new Option<bool>("--stacked") { Description = "M1 + M2: reads the codes of an autoencoder in the place of images." };
var command = new RootCommand("Learns to read digits of which few have a label (Kingma et al., 2014: M2, or M1 + M2).")
{
    data, labels, draws, seed, epochs, folder, stacked,
};
command.SetAction(arguments =>
{
    try
    {
        using var stop = new ConsoleCancellation();
        using var images = Dataset.Open(arguments.GetValue(data)!);
        var isSmall = arguments.GetValue(data) == "digits";
        var options = new TrainOptions
        {
            Epochs = arguments.GetValue(epochs) ?? (isSmall ? 20 : null),
            Seed = arguments.GetValue(seed),
            OutputFolder = arguments.GetValue(folder),
            Cancellation = stop.Token,
        };
        var trainings = new Trainings(images, isSmall, arguments.GetValue(labels)!, arguments.GetValue(draws), options);
        return arguments.GetValue(stacked) ? trainings.OfCodes() : trainings.OfImages();
    }
    catch (HourglassException e)
    {
        Console.Error.WriteLine(e.Message);
        return 1;
    }
});
return command.Parse(args).Invoke();
