using System.CommandLine;
using System.Globalization;
using Hourglass.Cli.Files;
using Hourglass.Cli.Hosting;
using Hourglass.Cli.Trained;
using Hourglass.Datasets;
using Hourglass.Evaluation;

namespace Hourglass.Cli.Commands;

/// <summary><c>hourglass evaluate FILE</c>.</summary>
internal static class EvaluateCommand
{
    private static readonly TrainedOptions Source = new();
    private static readonly DataOptions Data = new("evaluate");
    private static readonly Option<string?> Split = SplitOption.Create();
    private static readonly LabelOptions Labels = new();

    private static readonly Option<string[]> Metrics = new("--metrics")
    {
        Description = $"Which, separated by commas: {string.Join(", ", ModelEvaluation.Metrics)} [default: all that fit].",
        HelpName = "NAMES",
        Arity = ArgumentArity.OneOrMore,
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<int?> Draws = CommonOptions.Number(
        "--draws",
        "Draws of the posterior for each example, for likelihoods [default: 100].",
        1);

    private static readonly Option<int?> DivergenceDraws = CommonOptions.Number(
        "--divergence-draws",
        "Draws of codes in all, for the parts of the divergence [default: 2000].",
        2);

    private static readonly Option<string[]> Factors = new("--factors")
    {
        Description = "The columns of the factors that made the data, separated by commas, for disentanglement.",
        HelpName = "NAMES",
        Arity = ArgumentArity.OneOrMore,
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<string[]> Steps = new("--steps")
    {
        Description = "What the numbers of a code are rounded to multiples of, separated by commas, for rates [default: by how far they "
            + "scatter].",
        HelpName = "NUMBERS",
        Arity = ArgumentArity.OneOrMore,
        DefaultValueFactory = _ => [],
    };

    private static readonly CorruptionOptions Corruption = new();

    private static readonly Option<string?> Features = new("--features")
    {
        Description = "The .ae file of a trained model whose code gives the features of Fréchet distances; with --features-run.",
        HelpName = "FILE",
    };

    private static readonly Option<string?> FeaturesRun = new("--features-run")
    {
        Description = "The output folder of its training.",
        HelpName = "FOLDER",
    };

    /// <summary>The command.</summary>
    public static Command Create(ToolConsole console)
    {
        var command = new Command(
            "evaluate",
            "Measures a trained model on data; prints the figures, and writes evaluation.json and evaluation.html into the folder of its "
                + "training.");
        Source.AddTo(command);
        Data.AddTo(command);
        command.Options.Add(Split);
        command.Options.Add(Metrics);
        command.Options.Add(Draws);
        command.Options.Add(DivergenceDraws);
        Labels.AddTo(command);
        command.Options.Add(Factors);
        command.Options.Add(Steps);
        Corruption.AddTo(command);
        command.Options.Add(Features);
        command.Options.Add(FeaturesRun);
        command.Validators.Add(result =>
        {
            if (result.GetValue(Features) is null != result.GetValue(FeaturesRun) is null)
            {
                result.AddError("--features and --features-run belong together: the file of a model, and the folder of its training.");
            }
        });
        command.SetAction(parsed => Run(console, parsed));
        return command;
    }

    private static int Run(ToolConsole console, ParseResult parsed)
    {
        var (source, arguments) = (Source.Read(parsed), SplitOption.Of(Data.Read(parsed), parsed, Split));
        var (labels, corruption) = (Labels.Read(parsed), Corruption.Read(parsed));
        double[] steps = [.. CommonOptions.Names(parsed.GetRequiredValue(Steps)).Select(Step)];
        using var model = source.Load(console);
        if (model is null)
        {
            return ExitCodes.Failure;
        }

        using var features = parsed.GetValue(Features) is { } file
            ? new TrainedSource(new ModelSource(file, null, null, []), parsed.GetValue(FeaturesRun)!, null).Load(console)
            : null;
        if (features is null && parsed.GetValue(Features) is not null)
        {
            return ExitCodes.Failure;
        }

        EvaluationReport report;
        using (var bar = new EvaluationBar(console.Error))
        {
            bar.Say("reading data");
            using var dataset = arguments.Open();
            var standard = new EvaluationOptions();
            report = ModelEvaluation.Run(model, dataset, standard with
            {
                Metrics = CommonOptions.Names(parsed.GetRequiredValue(Metrics)) is { Count: > 0 } names ? names : null,
                Split = SplitOption.Read(parsed, Split),
                Bind = source.Bind(arguments),
                Draws = parsed.GetValue(Draws) ?? standard.Draws,
                DivergenceDraws = parsed.GetValue(DivergenceDraws) ?? standard.DivergenceDraws,
                Neighbours = labels.Neighbours ?? standard.Neighbours,
                Labels = labels.Column,
                Anomalies = labels.Anomalies,
                Quantile = labels.Quantile ?? standard.Quantile,
                Factors = CommonOptions.Names(parsed.GetRequiredValue(Factors)),
                Steps = steps.Length > 0 ? steps : null,
                Noise = corruption.Noise,
                Missing = corruption.Missing,
                Rounds = corruption.Rounds ?? standard.Rounds,
                Features = features,
                Seed = source.Seed,
                Progress = bar,
            });
        }

        FigureTable.Write(console.Out, report);
        var (path, page) = (EvaluationFile.PathIn(source.Run), EvaluationFile.PagePathIn(source.Run));
        EvaluationFile.Write(path, report);
        ToolConsole.WriteLine(console.Out, $"figures  {path}");
        EvaluationFile.WritePage(page, report);
        ToolConsole.WriteLine(console.Out, $"page     {page}");
        if (!EvaluationFile.AddToTraining(source.Run, report))
        {
            ToolConsole.WriteLine(
                console.Error,
                $"A training is under way in '{source.Run}': its metrics.json and report.html are left without these figures.");
        }

        return ExitCodes.Success;
    }

    private static double Step(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var step) && step > 0 && double.IsFinite(step)
            ? step
            : throw new ToolException($"--steps takes numbers above 0, separated by commas, found '{text}'.", ExitCodes.CommandLine);
}
