using System.CommandLine;
using Hourglass;
using Hourglass.Training;
using Segmentation;

const int EpochsOfDrawn = 2;
const int MostMinutes = 10_000;
var data = new Option<string?>("--data")
{
    Description = "A folder with image/ and label/, such as the slices of ISBI 2012; without it, cells drawn by code."
};
var epochs = new Option<int?>("--epochs") { Description = "How often to see every patch [default: the model's; 2 without --data]." };
var minutes = new Option<double?>("--minutes") { Description = "Ends the training after so many minutes, wherever it is." };
var resume = new Option<bool>("--resume") { Description = "Goes on from the checkpoint of a former training with the same seed." };
var seed = new Option<int>("--seed") { Description = "Of the patches and of the training.", DefaultValueFactory = _ => 0 };
var folder = new Option<string>("--out")
{
    Description = "The folder for the weights, the checkpoint and the picture.",
    DefaultValueFactory = _ => "runs/segmentation"
};
var command = new RootCommand("Finds the membranes between cells by a U-Net.")
{
    data, epochs, minutes, resume, seed, folder,
};
command.SetAction(arguments =>
{
    try
    {
        using var stop = new ConsoleCancellation();
        using var slices = arguments.GetValue(data) is { } path ? Slices.Read(path) : Tissue.Draw(arguments.GetValue(seed));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        var options = new TrainOptions
        {
            Epochs = arguments.GetValue(epochs) ?? (arguments.GetValue(data) is null ? EpochsOfDrawn : null),
            Seed = arguments.GetValue(seed),
            OutputFolder = arguments.GetValue(folder),
            Resume = arguments.GetValue(resume),
            Cancellation = end.Token,
            Report = false,
        };
        if (arguments.GetValue(minutes) is { } some)
        {
            end.CancelAfter(some is > 0 and <= MostMinutes
                ? TimeSpan.FromMinutes(some)
                : throw new DataException(FormattableString.Invariant($"--minutes is above 0, {MostMinutes} at most; got {some}.")));
        }

        if (arguments.GetValue(data) is null)
        {
            using var small = new SmallUNet(arguments.GetValue(seed));
            new Comparison(slices, small, small.Reconstruct).Run(options, stop.Token);
        }
        else
        {
            using var model = new UNet(arguments.GetValue(seed));
            new Comparison(slices, model, model.Reconstruct).Run(options, stop.Token);
        }

        return stop.Token.IsCancellationRequested ? 130 : 0;
    }
    catch (HourglassException e)
    {
        Console.Error.WriteLine(e.Message);
        return 1;
    }
});
return command.Parse(args).Invoke();
