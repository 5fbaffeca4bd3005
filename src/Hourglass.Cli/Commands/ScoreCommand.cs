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
        Description = "What makes an example unusual: its reconstruction error, in the data's units or as the model reads them (prepared), "
            + "its negative lower bound, its −log p(x) by importance sampling, or how far its code (neighbour) or what the model reads "
            + "(input) is from that of training examples. Of several, separated by commas, the mean, each measured by examples set aside.",
        HelpName = string.Join('|', Enum.GetValues<ScoreKind>().Select(Word)),
        DefaultValueFactory = _ => Word(ScoreKind.Reconstruction),
    };

    private static readonly Option<string?> Training = new("--training")
    {
        Description = "The data that the model was trained on, where --data is other data: neighbours and the threshold are of those.",
        HelpName = "FOLDER|FILE|digits",
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

    /// <summary>The command.</summary>
    public static Command Create(ToolConsole console)
    {
        var command = new Command("score", "Writes how unusual a trained model finds each example, and which are beyond a threshold.");
        Source.AddTo(command);
        Data.AddTo(command);
        foreach (var option in new Option[] { Training, Split, By, Draws, Threshold, Top })
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
        var (kinds, data) = (Kinds(parsed.GetRequiredValue(By)), SplitOption.Of(Data.Read(parsed), parsed, Split));
        using var run = TrainedRun.Open(console, Source.Read(parsed), data);
        if (run is null)
        {
            return ExitCodes.Failure;
        }

        using var training = parsed.GetValue(Training) is { } path
            ? TrainedRun.Of(console, run.Model, data with { Data = path, Test = null, Share = null }, Source.Read(parsed))
            : null;
        var options = new AnomalyDetectorOptions { Draws = parsed.GetValue(Draws) ?? 100, Neighbour = labels.Neighbours ?? 5 };
        var detector = AnomalyDetector.Fit((training ?? run).Walk(DataSplit.Train), kinds, options);
        var pass = run.Walk(run.Chosen(SplitOption.Read(parsed, Split)));
        var parts = detector.Parts(pass);
        var found = detector.Combined(parts);
        var (threshold, why) = given is { } number
            ? (number, "as given")
            : FromHeldOut(detector, labels.Quantile ?? new EvaluationOptions().Quantile);
        var contributions = parsed.GetValue(Top) is { } top
            ? Contribution.Largest(pass, top, kinds.Contains(ScoreKind.Prepared))
                ?? throw new ToolException("--top takes a model that reconstructs its data; this one does not.")
            : null;
        run.Writing(file);
        new Table([.. Columns(parts, found, threshold, contributions)]).Write(file);
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

    private static IReadOnlyList<ScoreKind> Kinds(string words)
    {
        var known = Enum.GetValues<ScoreKind>().ToDictionary(Word, StringComparer.Ordinal);
        ScoreKind[] kinds = [.. CommonOptions.Names([words]).Select(word => known.TryGetValue(word, out var kind)
            ? kind
            : throw new ToolException($"--by takes {string.Join(", ", known.Keys)}, found '{word}'.", ExitCodes.CommandLine))];
        return kinds.Length > 0
            ? [.. kinds.Distinct()]
            : throw new ToolException($"--by takes {string.Join(", ", known.Keys)}, found nothing.", ExitCodes.CommandLine);
    }

    private static string Word(ScoreKind kind) => kind.ToString().ToLowerInvariant();

    private static (double Threshold, string Why) FromHeldOut(AnomalyDetector detector, double quantile)
    {
        var of = detector.IsHeldOut ? "the examples set aside in training" : "training examples, which the model has seen";
        return (detector.Threshold(quantile), FormattableString.Invariant($"the {quantile} quantile of {of}"));
    }

    private static IEnumerable<TableColumn> Columns(
        IReadOnlyDictionary<ScoreKind, double[]> parts,
        double[] scores,
        double threshold,
        IReadOnlyList<IReadOnlyList<Contribution>>? contributions)
    {
        yield return PredictCommand.Places(scores.Length);
        foreach (var (kind, part) in parts)
        {
            yield return new TableColumn(Word(kind), part);
        }

        if (parts.Count > 1)
        {
            yield return new TableColumn("score", scores);
        }

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
