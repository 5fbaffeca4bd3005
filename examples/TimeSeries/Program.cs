using System.CommandLine;
using Hourglass;
using Hourglass.Training;
using TimeSeries;
using TorchSharp;

var data = new Option<string?>("--data")
{
    Description = "A file of ECG5000: the class from 1 on, then 140 samples a line; without it, beats drawn by code."
};
var seed = new Option<int>("--seed") { Description = "Of the split and of the models.", DefaultValueFactory = _ => 0 };
var folder = new Option<string>("--out") { Description = "The folder for the picture.", DefaultValueFactory = _ => "runs/timeseries" };
var command = new RootCommand("Learns normal heartbeats by autoencoders, and finds others by what does not come back.")
{
    data, seed, folder,
};
command.SetAction(arguments =>
{
    try
    {
        // Steps as small as these gain nothing by a second thread, and lose much where cores are busy.
        torch.set_num_threads(1);
        using var stop = new ConsoleCancellation();
        using var any = new LinearBeats();
        var path = arguments.GetValue(data);
        using var beats = path is null ? Heart.Draw(arguments.GetValue(seed)) : Beats.Read(path, any.Description.Fields);
        var names = path is null ? Heart.Names : [.. Enumerable.Range(1, beats.ClassCount).Select(i => $"class {i}")];
        using var split = beats.Split(arguments.GetValue(seed));
        return Comparison.Run(split, names, arguments.GetValue(seed), arguments.GetValue(folder)!, stop.Token) ? 0 : 130;
    }
    catch (HourglassException e)
    {
        Console.Error.WriteLine(e.Message);
        return 1;
    }
});
return command.Parse(args).Invoke();
