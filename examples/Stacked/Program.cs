using System.CommandLine;
using Hourglass;
using Hourglass.Datasets;
using Hourglass.Training;
using Stacked;

var data = new Option<string>("--data")
{
    Description = "A folder with MNIST's IDX files, for all epochs of three layers of 1000; without it, digits drawn by code and less.",
    DefaultValueFactory = _ => "digits"
};
var epochs = new Option<int?>("--epochs") { Description = "Epochs of each phase in place of the model's own." };
var only = new Option<bool>("--pretrained-only") { Description = "Not the network from random weights." };
var folder = new Option<string>("--out")
{
    Description = "The folder for the reports and the picture.",
    DefaultValueFactory = _ => "runs/stacked",
};
var command = new RootCommand("Trains a stacked denoising autoencoder layer by layer and tunes it, beside one from random weights.")
{
    data, epochs, only, folder,
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
            Epochs = arguments.GetValue(epochs) ?? (isSmall ? 4 : null),
            Cancellation = stop.Token,
            GradientDraws = 0,
        };
        using var filters = new Filters();
        Autoencoder[] models = isSmall ? [new SmallDenoiser(), new SmallUnpretrained()] : [new StackedDenoiser(), new Unpretrained()];
        foreach (var model in models.Take(arguments.GetValue(only) ? 1 : 2))
        {
            using (model)
            {
                var name = model.Description.Name;
                filters.Begin(model);
                var report = model.TrainOn(
                    images, options with { OutputFolder = Path.Combine(arguments.GetValue(folder)!, name) }, new ConsoleProgress());
                if (report.Interrupted)
                {
                    return 130;
                }

                filters.Add(model);
                Console.WriteLine(FormattableString.Invariant(
                    $"{name}: {100 * TestError.Of(model, images):0.00} % of {images.TestCount} test images wrong, ")
                    + FormattableString.Invariant($"{report.Epochs.Sum(epoch => epoch.Seconds):0} s of training; {report.ReportPath}"));
            }
        }

        filters.Save(Path.Combine(arguments.GetValue(folder)!, "filters.png"));
        return 0;
    }
    catch (HourglassException e)
    {
        Console.Error.WriteLine(e.Message);
        return 1;
    }
});
return command.Parse(args).Invoke();
