using System.CommandLine;
using Generation;
using Hourglass;
using Hourglass.Datasets;
using Hourglass.Training;

var data = new Option<string>("--data")
{
    Description = "A folder with MNIST's IDX files; without it, digits drawn by code.",
    DefaultValueFactory = _ => "digits"
};
var epochs = new Option<int?>("--epochs") { Description = "Epochs of each model in place of its own." };
var seed = new Option<int>("--seed") { Description = "Of trainings and draws.", DefaultValueFactory = _ => 0 };
var folder = new Option<string>("--out")
{
    Description = "The folder for reports and pictures.",
    DefaultValueFactory = _ => "runs/generation",
};
var command = new RootCommand("Draws digits: from the prior, from a mixture and from a second model on the codes, of a class, in a plane.")
{
    data, epochs, seed, folder,
};
command.SetAction(arguments =>
{
    try
    {
        using var stop = new ConsoleCancellation();
        using var images = Dataset.Open(arguments.GetValue(data)!);
        var options = new TrainOptions
        {
            Epochs = arguments.GetValue(epochs),
            Seed = arguments.GetValue(seed),
            OutputFolder = arguments.GetValue(folder),
            Cancellation = stop.Token,
        };
        using var trained = new Trained(options);
        if (!trained.On(images))
        {
            return 130;
        }

        var mixture = trained.Mixture(images);
        new Comparison(trained, mixture, images).Tell();
        foreach (var picture in new Pictures(trained, mixture, images, arguments.GetValue(folder)!).Save())
        {
            Console.WriteLine(picture);
        }

        return 0;
    }
    catch (HourglassException e)
    {
        Console.Error.WriteLine(e.Message);
        return 1;
    }
});
return command.Parse(args).Invoke();
