using System.Globalization;
using System.Runtime.InteropServices;
using Hourglass.Cli.Hosting;
using Hourglass.Cli.InMemory;
using Hourglass.Datasets;
using Hourglass.Training;

namespace Hourglass.Cli.Commands;

/// <summary>Trains a model of a file: check, compile, open the data, train, say what came of it.</summary>
internal sealed class Trainer(ToolConsole console)
{
    /// <summary>Does all of it.</summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public int Run(TrainArguments arguments)
    {
        if (ModelSource.Of(arguments).Check(console) is not { } input)
        {
            return ExitCodes.Failure;
        }

        var folder = arguments.Out ?? Path.Combine("runs", input.Name);
        using var model = ModelFactory.Create(input, arguments.Seed);
        using var data = arguments.Data.Open();
        ToolConsole.WriteLine(
            console.Out,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{input.Name} on {data.Name}: {data.Count} examples, {data.TestCount} to test on; output in {folder}"));
        using var estimators = arguments.GradientDraws == 0 ? new EstimatorModels() : EstimatorModels.Of(input, arguments.Seed, Refuse);
        using var cancellation = new ConsoleCancellation(console.Error.Profile.Out.Writer);
        var options = Options(arguments, folder, cancellation.Token) with { Estimators = estimators.Models };
        var report = model.TrainOn(data, options, new ConsoleProgress(console.Out));
        return Conclude(arguments, folder, report, cancellation.Signal);
    }

    private static TrainOptions Options(TrainArguments arguments, string folder, CancellationToken cancellation) => new()
    {
        Epochs = arguments.Epochs,
        Seed = arguments.Seed,
        Batch = arguments.Batch,
        Validate = arguments.Validate,
        ShuffleBlock = arguments.ShuffleBlock,
        Step = arguments.Step,
        Device = Accelerator.Of(arguments.Device),
        Bind = new BindOptions { Binarize = arguments.Data.Binarize },
        OutputFolder = folder,
        Resume = arguments.Resume,
        Overwrite = arguments.Overwrite,
        Report = arguments.Report,
        TensorBoard = arguments.TensorBoard,
        CheckpointEverySteps = arguments.CheckpointEvery,
        LikelihoodDraws = arguments.LikelihoodDraws,
        GradientDraws = arguments.GradientDraws,
        Cancellation = cancellation,
    };

    private void Refuse(string term, string why) =>
        ToolConsole.WriteLine(console.Error, $"The gradient of {term} is not measured: {why}");

    private int Conclude(TrainArguments arguments, string folder, TrainingReport report, PosixSignal? signal)
    {
        ToolConsole.WriteLine(console.Out, $"step     {report.Step}");
        ToolConsole.WriteLine(console.Out, $"weights  {Path.Combine(folder, "model.safetensors")}");
        ToolConsole.WriteLine(console.Out, $"figures  {Path.Combine(folder, "metrics.json")}");
        if (report.Interrupted)
        {
            ToolConsole.WriteLine(console.Error, $"To go on: {arguments.ToResume(folder)}");
            return ExitCodes.Of(signal);
        }

        if (arguments.LikelihoodDraws > 0)
        {
            ToolConsole.WriteLine(
                console.Out,
                report.LogLikelihood is { } likelihood
                    ? string.Create(
                        CultureInfo.InvariantCulture,
                        $"log p(x) {likelihood:F2} nats per test example, by importance sampling with {arguments.LikelihoodDraws} draws")
                    : "log p(x) has no estimate: that takes a random code, a likelihood of every example and a test split");
        }

        foreach (var spread in report.GradientSpreads)
        {
            ToolConsole.WriteLine(
                console.Out,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"gradient {spread.Estimator}: length of the mean {spread.Norm:G4}, variance {spread.Variance:G4} over "
                        + $"{arguments.GradientDraws} draws"));
        }

        if (report.ReportPath is not null)
        {
            ToolConsole.WriteLine(console.Out, $"report   {Path.Combine(folder, Path.GetFileName(report.ReportPath))}");
        }

        return ExitCodes.Success;
    }
}
