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
var labels = new Option<int>("--labels")
{
    Description = "How many images keep their label, as many of each class.",
    DefaultValueFactory = _ => 100
};
var seed = new Option<int>("--seed") { Description = "Decides which images those are, and the training.", DefaultValueFactory = _ => 0 };
var epochs = new Option<int?>("--epochs") { Description = "Epochs in place of the model's own." };
var folder = new Option<string>("--out")
{
    Description = "The folder for the report and the picture.",
    DefaultValueFactory = _ => "runs/semi",
};
var command = new RootCommand("Learns to read digits of which few have a label (Kingma et al., 2014, M2).")
{
    data, labels, seed, epochs, folder,
};
command.SetAction(arguments =>
{
    try
    {
        using var stop = new ConsoleCancellation();
        using var images = Dataset.Open(arguments.GetValue(data)!);
        var isSmall = arguments.GetValue(data) == "digits";
        using Autoencoder model = isSmall ? new SmallClassVae(arguments.GetValue(seed)) : new ClassVae(arguments.GetValue(seed));
        using var few = FewLabels.Of(images, model, arguments.GetValue(labels), arguments.GetValue(seed));
        var report = model.TrainOn(
            few,
            new TrainOptions
            {
                Epochs = arguments.GetValue(epochs) ?? (isSmall ? 20 : null),
                Seed = arguments.GetValue(seed),
                OutputFolder = arguments.GetValue(folder),
                Cancellation = stop.Token,
            },
            new ConsoleProgress());
        if (report.Interrupted)
        {
            return 130;
        }

        var picture = Path.Combine(arguments.GetValue(folder)!, "classes.png");
        Styles.Save(model, arguments.GetValue(seed), picture);
        Console.WriteLine(FormattableString.Invariant(
            $"{arguments.GetValue(labels)} labels: {FewLabels.Accuracy(model, images):0.0000} of {images.TestCount} test images right, ")
            + FormattableString.Invariant($"{report.Epochs.Sum(epoch => epoch.Seconds):0} s of training; {report.ReportPath}, {picture}"));
        return 0;
    }
    catch (HourglassException e)
    {
        Console.Error.WriteLine(e.Message);
        return 1;
    }
});
return command.Parse(args).Invoke();
