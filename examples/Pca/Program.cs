using System.CommandLine;
using Hourglass;
using Hourglass.Datasets;
using Hourglass.Training;
using Pca;

var data = new Option<string>("--data")
{
    Description = "A folder with MNIST's IDX files; without it, digits drawn by code.",
    DefaultValueFactory = _ => "digits"
};
var epochs = new Option<int?>("--epochs") { Description = "Epochs in place of the models' own." };
var seed = new Option<int>("--seed") { Description = "Of the trainings.", DefaultValueFactory = _ => 0 };
var folder = new Option<string>("--out") { Description = "The folder for reports and pictures.", DefaultValueFactory = _ => "runs/pca" };
var command = new RootCommand("Trains linear autoencoders beside the principal components that they must find, and nonlinear ones.")
{
    data, epochs, seed, folder,
};
command.SetAction(arguments =>
{
    try
    {
        using var stop = new ConsoleCancellation();
        using var images = Dataset.Open(arguments.GetValue(data)!);
        var options = new TrainOptions { Epochs = arguments.GetValue(epochs), Cancellation = stop.Token };
        return new Comparison(images, options, arguments.GetValue(seed), arguments.GetValue(folder)!).Run() ? 0 : 130;
    }
    catch (HourglassException e)
    {
        Console.Error.WriteLine(e.Message);
        return 1;
    }
});
return command.Parse(args).Invoke();
