using System.CommandLine;
using System.Globalization;
using Hourglass.Cli.Files;
using Hourglass.Cli.Hosting;
using Hourglass.Cli.Trained;
using Hourglass.Datasets;
using Hourglass.Evaluation;
using Hourglass.Metrics;

namespace Hourglass.Cli.Commands;

/// <summary><c>hourglass score FILE</c>.</summary>
internal static class ScoreCommand
{
    private static readonly TrainedOptions Source = new();
    private static readonly DataOptions Data = new("score");
    private static readonly Option<string?> Split = SplitOption.Create();
    private static readonly LabelOptions Labels = new();
    private static readonly OutputOptions Output = new(".csv", ".parquet");

    private static readonly Option<string> By = new("--by")
    {
        Description = "What makes an example unusual: its reconstruction error, its negative lower bound, its −log p(x) by importance "
            + "sampling, or how far its code is from training codes.",
        HelpName = "reconstruction|bound|likelihood|neighbour",
        DefaultValueFactory = _ => "reconstruction",
    };

    private static readonly Option<string?> Threshold = new("--threshold")
    {
        Description = "From which score on an example is unusual, in place of a quantile.",
        HelpName = "NUMBER",
    };

    private static readonly Option<int?> Draws = CommonOptions.Number(
        "--draws",
        "Draws of the posterior for each example, for bound and likelihood [default: 100].",
        1);

    private static readonly Option<int?> Top = CommonOptions.Number(
        "--top",
        "Also write the N elements of each example that add most to its reconstruction error.",
        1);

    static ScoreCommand()
    {
        By.AcceptOnlyFromAmong("reconstruction", "bound", "likelihood", "neighbour");
    }

    /// <summary>The command.</summary>
    public static Command Create(ToolConsole console)
    {
        var command = new Command("score", "Writes how unusual a trained model finds each example, and which are beyond a threshold.");
        Source.AddTo(command);
        Data.AddTo(command);
        foreach (var option in new Option[] { Split, By, Draws, Threshold, Top })
        {
            command.Options.Add(option);
        }

        Labels.AddTo(command);
        Output.AddTo(command);
        command.SetAction(parsed => Run(console, parsed));
        return command;
    }

    private static int Run(ToolConsole console, ParseResult parsed)
    {
        var (file, labels) = (Output.Read(parsed), Labels.Read(parsed));
        double? given = parsed.GetValue(Threshold) is { } text ? Number(text) : null;
        using var run = TrainedRun.Open(console, Source.Read(parsed), Data.Read(parsed));
        if (run is null)
        {
            return ExitCodes.Failure;
        }

        var kind = Enum.Parse<ScoreKind>(parsed.GetRequiredValue(By), ignoreCase: true);
        var scores = new AnomalyScores(kind)
        {
            Draws = parsed.GetValue(Draws) ?? 100,
            Neighbour = labels.Neighbours ?? 5,
            TrainingCodes = kind == ScoreKind.Neighbour ? CodeMeans.Of(run.Walk(DataSplit.Train)) : null,
        };
        var pass = run.Walk(run.Chosen(SplitOption.Read(parsed, Split)));
        var found = scores.Of(pass);
        var (threshold, why) = given is { } number
            ? (number, "as given")
            : FromHeldOut(scores, run, labels.Quantile ?? new EvaluationOptions().Quantile);
        var contributions = parsed.GetValue(Top) is { } top
            ? Contribution.Largest(pass, top)
                ?? throw new ToolException("--top takes a model that reconstructs its data; this one does not.")
            : null;
        run.Writing(file);
        new Table([.. Columns(kind, found, threshold, contributions)]).Write(file);
        run.Say(
            console,
            FormattableString.Invariant($"{found.Count(score => score >= threshold)} of {pass.Count} examples of {run.Data.Name} reach ")
            + FormattableString.Invariant($"{threshold:G6} ({why}); scores in {file.Path}"));
        if (labels.Anomalies.Count > 0)
        {
            Judge(console, run, labels, pass.Split, found, threshold);
        }

        return ExitCodes.Success;
    }

    private static (double Threshold, string Why) FromHeldOut(AnomalyScores scores, TrainedRun run, double quantile)
    {
        var (pass, isHeldOut) = HeldOutExamples.Of(run.Walk(DataSplit.Train));
        var of = isHeldOut ? "the examples set aside in training" : "training examples, which the model has seen";
        return (Detection.Threshold(scores.Of(pass), quantile), FormattableString.Invariant($"the {quantile} quantile of {of}"));
    }

    private static IEnumerable<TableColumn> Columns(
        ScoreKind kind, double[] scores, double threshold, IReadOnlyList<IReadOnlyList<Contribution>>? contributions)
    {
        yield return PredictCommand.Places(scores.Length);
        yield return new TableColumn(kind.ToString().ToLowerInvariant(), scores);
        yield return new TableColumn("anomaly", scores.Select(score => score >= threshold ? 1L : 0L).ToArray());
        for (var k = 0; k < (contributions?[0].Count ?? 0); k++)
        {
            var name = (k + 1).ToString(CultureInfo.InvariantCulture);
            yield return new TableColumn($"element_{name}", contributions!.Select(all => all[k].Element).ToArray());
            yield return new TableColumn($"error_{name}", contributions!.Select(all => all[k].Value).ToArray());
        }
    }

    private static void Judge(
        ToolConsole console, TrainedRun run, LabelArguments labels, DataSplit split, double[] scores, double threshold)
    {
        var column = labels.Column ?? run.Dataset.LabelColumn
            ?? throw new ToolException("--anomalies takes a column of classes; say which: --labels NAME.");
        var classes = run.Dataset.Classes(column, split);
        var places = Enumerable.Range(0, classes.Count).Where(i => classes[i] >= 0).ToArray();
        bool[] positive = [.. places.Select(place => labels.Anomalies.Contains(classes[place]))];
        double[] labelled = [.. places.Select(place => scores[place])];
        var at = Detection.At(positive, labelled, threshold);
        run.Say(console, string.Create(
            CultureInfo.InvariantCulture,
            $"AUROC {Roc.Area(positive, labelled):0.####}, average precision {PrecisionRecall.Average(positive, labelled):0.####}, "
                + $"precision {at.Precision:0.####}, recall {at.Recall:0.####}, F1 {at.F1:0.####}"));
    }

    private static double Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && !double.IsNaN(number)
            ? number
            : throw new ToolException($"--threshold takes a number with a decimal point, found '{text}'.", ExitCodes.CommandLine);
}
