using System.CommandLine;
using Anomalies;
using Hourglass;
using Hourglass.Datasets;
using Hourglass.Evaluation;
using Hourglass.Training;

var data = new Option<string>("--data")
{
    Description = "A table with a column of classes, 0 for normal rows (.npz, .csv), or a folder of such; or a folder with MNIST's IDX "
        + "files. Without it, digits drawn by code.",
    DefaultValueFactory = _ => "digits"
};
var normal = new Option<int?>("--normal") { Description = "Of images, the class that is normal; without it, each in turn." };
var seeds = new Option<int>("--seeds") { Description = "Of tables, so many divisions.", DefaultValueFactory = _ => 5 };
var seed = new Option<int>("--seed") { Description = "Of images, the training's.", DefaultValueFactory = _ => 0 };
var folder = new Option<string>("--out") { Description = "The folder for the picture.", DefaultValueFactory = _ => "runs/anomalies" };
var reports = new Option<bool>("--reports") { Description = "Also write a report of each training there." };
var command = new RootCommand("Learns what is normal from normal examples alone, and scores how unusual others are.")
{
    data, normal, seeds, seed, folder, reports,
};
command.SetAction(arguments =>
{
    try
    {
        using var stop = new ConsoleCancellation();
        var (path, to) = (arguments.GetValue(data)!, arguments.GetValue(folder)!);
        var reported = arguments.GetValue(reports) ? to : null;
        if (path != "digits" && Tables.Are(path))
        {
            var byThree = new Recipe([ScoreKind.Input, ScoreKind.Neighbour, ScoreKind.Prepared], reported, stop.Token);
            Tables.Judge(path, Math.Max(1, arguments.GetValue(seeds)), byThree);
            return 0;
        }

        using var images = Dataset.Open(path);
        var picture = Path.Combine(to, "strange.png");
        OneClass.Judge(
            images,
            arguments.GetValue(normal) is { } one ? [one] : [.. Enumerable.Range(0, 10)],
            arguments.GetValue(seed),
            new Recipe([ScoreKind.Input, ScoreKind.Bound], reported, stop.Token),
            picture);
        Console.WriteLine(picture);
        return 0;
    }
    catch (OperationCanceledException)
    {
        return 130;
    }
    catch (HourglassException e)
    {
        Console.Error.WriteLine(e.Message);
        return 1;
    }
});
return command.Parse(args).Invoke();
