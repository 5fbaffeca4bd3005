using System.CommandLine;
using Hourglass;
using Hourglass.Interactions;
using Hourglass.Training;
using Recommender;

var data = new Option<string?>("--data")
{
    Description = "A file of lines: user item [rating [time]]; without it, tastes drawn by code."
};
var threshold = new Option<double?>("--threshold") { Description = "The least rating that counts, such as 4; without it, all do." };
var heldOut = new Option<int?>("--held-out") { Description = "Users to judge by, as many again to choose by [default: a tenth]." };
var folder = new Option<string>("--out") { Description = "The folder for the reports.", DefaultValueFactory = _ => "runs/recommender" };
var command = new RootCommand("Recommends items by multinomial autoencoders, beside popularity and singular vectors.")
{
    data, threshold, heldOut, folder,
};
command.SetAction(arguments =>
{
    try
    {
        using var stop = new ConsoleCancellation();
        var tastes = arguments.GetValue(data) is null ? new SyntheticTastes() : null;
        var all = tastes?.Draw()
            ?? InteractionSet.Read(arguments.GetValue(data)!, new InteractionOptions { Threshold = arguments.GetValue(threshold) });
        return Comparison.Run(all, tastes, arguments.GetValue(heldOut), arguments.GetValue(folder)!, stop.Token) ? 0 : 130;
    }
    catch (HourglassException e)
    {
        Console.Error.WriteLine(e.Message);
        return 1;
    }
});
return command.Parse(args).Invoke();
