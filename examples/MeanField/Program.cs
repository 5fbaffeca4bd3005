using System.CommandLine;
using Hourglass;
using Hourglass.Datasets;
using Hourglass.Training;
using MeanField;

var data = new Option<string?>("--data")
{
    Description = "A folder with MNIST's IDX files: a mixture over the codes of an autoencoder. Without it, points drawn by code.",
};
var epochs = new Option<int?>("--epochs") { Description = "Epochs of the autoencoder in place of the model's own." };
var seed = new Option<int>("--seed") { Description = "Of points, trainings and clusters.", DefaultValueFactory = _ => 0 };
var folder = new Option<string>("--out")
{
    Description = "The folder for reports and pictures.",
    DefaultValueFactory = _ => "runs/mean-field",
};
var command = new RootCommand("Fits a Bayesian mixture of normals by coordinate ascent: to points, or to the codes of an autoencoder.")
{
    data, epochs, seed, folder,
};
command.SetAction(arguments =>
{
    try
    {
        using var stop = new ConsoleCancellation();
        var options = new TrainOptions
        {
            Seed = arguments.GetValue(seed),
            OutputFolder = arguments.GetValue(folder),
            Cancellation = stop.Token,
        };
        return arguments.GetValue(data) is { } images
            ? Fits.OfCodes(images, options, arguments.GetValue(epochs))
            : Fits.OfPoints(options);
    }
    catch (HourglassException e)
    {
        Console.Error.WriteLine(e.Message);
        return 1;
    }
});
return command.Parse(args).Invoke();
