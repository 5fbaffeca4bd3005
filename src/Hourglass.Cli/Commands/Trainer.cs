using System.Globalization;
using System.Runtime.InteropServices;
using Hourglass.Cli.Hosting;
using Hourglass.Cli.InMemory;
using Hourglass.Cli.Rendering;
using Hourglass.Cli.Sources;
using Hourglass.Compiler;
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
        if (Prepare(arguments) is not { } input)
        {
            return ExitCodes.Failure;
        }

        var folder = arguments.Out ?? Path.Combine("runs", input.Name);
        Libtorch.Require();
        using var data = Open(arguments);
        using var model = ModelFactory.Create(input, arguments.Seed);
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

    /// <summary>Says what is wrong with the file; null where that forbids training. Errors of the file's other models do not.</summary>
    private ModelInput? Prepare(TrainArguments arguments)
    {
        var file = CheckedFile.Check(
            ConstantOverrides.Apply(ModelFile.Read(arguments.File, arguments.Root), arguments.Model, arguments.Set));
        new TextFormat().Write(console.Error, file.Diagnostics);
        if (file.FileDiagnostics.Any(placed => placed.IsError))
        {
            return null;
        }

        var model = ModelChoice.Pick(file, arguments.Model);
        if (model.Binding.HasErrors)
        {
            return null;
        }

        return model.Binding.Model.Externs.Count == 0 ? model.Input : throw new ToolException(
            $"{model.Name} is trained by a program: its class implements "
            + $"{string.Join(", ", model.Binding.Model.Externs.Select(declared => $"`{declared.Name}`"))} in C#, which the tool does not "
            + $"have. Put the file into a project with that part of the class, and call {model.Name}.Train there.");
    }

    private static Dataset Open(TrainArguments arguments)
    {
        if (arguments is { Data: TrainArguments.Digits, Limit: { } few })
        {
            if (arguments.Csv != new CsvOptions())
            {
                // Refuses options that concern files alone, before anything is drawn.
                Dataset.Open(TrainArguments.Digits, arguments.Csv).Dispose();
            }

            // The first digits do not depend on how many are drawn; those beyond the limit would only cost time.
            return Dataset.Digits(Math.Min(few, 12000), Math.Min(few, 2000));
        }

        var all = Dataset.Open(arguments.Data, arguments.Csv);
        if (arguments.Limit is not { } limit)
        {
            return all;
        }

        using (all)
        {
            return all.Take(limit);
        }
    }

    private static TrainOptions Options(TrainArguments arguments, string folder, CancellationToken cancellation) => new()
    {
        Epochs = arguments.Epochs,
        Seed = arguments.Seed,
        Batch = arguments.Batch,
        Step = arguments.Step,
        Bind = new BindOptions { Binarize = arguments.Binarize },
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
