using System.CommandLine;
using Hourglass;
using Hourglass.Datasets;
using Hourglass.Training;
using Mnist;

var data = new Option<string>("--data")
{
    Description = "A folder with MNIST's IDX files; without it, digits drawn by code.",
    DefaultValueFactory = _ => "digits"
};
var epochs = new Option<int>("--epochs") { Description = "How often to see every image.", DefaultValueFactory = _ => 10 };
var folder = new Option<string>("--out")
{
    Description = "The folder for the report, the weights and the checkpoint.",
    DefaultValueFactory = _ => "runs/mnist"
};
var command = new RootCommand("Trains the variational autoencoder of vae.ae on images of digits.") { data, epochs, folder };
command.SetAction(arguments =>
{
    try
    {
        using var stop = new ConsoleCancellation();
        using var digits = Dataset.Open(arguments.GetValue(data)!);
        using var model = new MnistVae();
        Console.WriteLine($"MnistVae on {digits.Name}: {digits.Count} images to train on, {digits.TestCount} to test on");

        var options = new TrainOptions
        {
            Epochs = arguments.GetValue(epochs),
            OutputFolder = arguments.GetValue(folder),
            Cancellation = stop.Token
        };
        var report = MnistVae.Train(model, digits, options, new ConsoleProgress());

        if (report.Epochs is [.., { Test.Count: > 0 } last])
        {
            Console.WriteLine(
                $"test ELBO: {-last.Test["total"]:0.0} nats per image ({last.Test["nll_x"]:0.0} for the image, "
                + $"{last.Test["kl_z"]:0.0} for its code)");
        }

        Console.WriteLine($"report: {report.ReportPath ?? report.OutputFolder}");
        return 0;
    }
    catch (HourglassException e)
    {
        Console.Error.WriteLine(e.Message);
        return 1;
    }
});
return command.Parse(args).Invoke();
