using Hourglass;
using Hourglass.Datasets;
using Hourglass.Training;
using HourglassApp;
using TorchSharp;

const int Side = 28;

try
{
    // Digits that the library draws, or other data: a folder with MNIST's files, a table, a folder of pictures.
    using var data = Dataset.Open(args is [var source, ..] ? source : "digits");
    using var stop = new ConsoleCancellation();
    using var model = new DigitVae();
    if (torch.cuda_is_available())
    {
        model.to(torch.CUDA);
    }

    var options = new TrainOptions { OutputFolder = "runs/HourglassApp", Cancellation = stop.Token };
    var report = DigitVae.Train(model, data, options, new ConsoleProgress());
    model.Save("runs/HourglassApp.safetensors");

    using (torch.inference_mode())
    {
        using var sample = model.Sample(1).cpu();
        foreach (var row in sample.data<float>().ToArray().Chunk(Side))
        {
            Console.WriteLine(string.Concat(row.Select(grey => " .:oO#"[(int)(grey * 5.99f)])));
        }
    }

    Console.WriteLine($"report: {report.ReportPath}");
    return 0;
}
catch (HourglassException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
