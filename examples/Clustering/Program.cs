using System.CommandLine;
using Clustering;
using Hourglass;
using Hourglass.Datasets;
using Hourglass.Training;

var data = new Option<string>("--data")
{
    Description = "A folder with MNIST's IDX files; without it, digits drawn by code and a smaller model.",
    DefaultValueFactory = _ => "digits"
};
var epochs = new Option<int?>("--epochs") { Description = "Epochs of each phase in place of the model's own." };
var seed = new Option<int>("--seed") { Description = "Of the training.", DefaultValueFactory = _ => 0 };
var folder = new Option<string>("--out")
{
    Description = "The folder for the report and the picture.",
    DefaultValueFactory = _ => "runs/clustering",
};
var command = new RootCommand("Finds the ten kinds of digits without a label: k-means and a mixture on codes, and deep clustering.")
{
    data, epochs, seed, folder,
};
command.SetAction(arguments =>
{
    try
    {
        using var stop = new ConsoleCancellation();
        using var images = Dataset.Open(arguments.GetValue(data)!);
        var isSmall = arguments.GetValue(data) == "digits";
        using Autoencoder model = isSmall ? new SmallDeepClusters(arguments.GetValue(seed)) : new DeepClusters(arguments.GetValue(seed));
        using var codes = new CodeClusters(model, images, arguments.GetValue(seed));
        var each = arguments.GetValue(epochs) ?? (isSmall ? 30 : null);
        var console = new ConsoleProgress();
        var report = model.TrainOn(
            images,
            new TrainOptions
            {
                Epochs = each,
                Seed = arguments.GetValue(seed),
                OutputFolder = arguments.GetValue(folder),
                Cancellation = stop.Token,
            },
            new Told(progress =>
            {
                console.Report(progress);
                if (progress.Completed?.Epoch == (each ?? model.Description.Plan.Phases[0].Epochs))
                {
                    Console.WriteLine("Codes of the autoencoder:");
                    codes.Tell("k-means", codes.ByKMeans());
                    codes.Tell("mixture of normals", codes.ByMixture());
                }
            }));
        if (report.Interrupted)
        {
            return 130;
        }

        Console.WriteLine("Codes pulled to their clusters (DEC):");
        codes.Tell("nearest centre", codes.ByCentres());
        var picture = Path.Combine(arguments.GetValue(folder)!, "nearest.png");
        codes.SaveNearest(picture);
        Console.WriteLine(FormattableString.Invariant(
            $"{report.Epochs.Sum(epoch => epoch.Seconds):0} s of training; {report.ReportPath}, {picture}"));
        return 0;
    }
    catch (HourglassException e)
    {
        Console.Error.WriteLine(e.Message);
        return 1;
    }
});
return command.Parse(args).Invoke();
