using System.CommandLine;
using Hourglass.Cli.Files;
using Hourglass.Cli.Hosting;
using Hourglass.Cli.Trained;
using Hourglass.Datasets;
using Hourglass.Evaluation;
using Hourglass.Metrics;

namespace Hourglass.Cli.Commands;

/// <summary><c>hourglass predict FILE</c>.</summary>
internal static class PredictCommand
{
    /// <summary>The command.</summary>
    public static Command Create(ToolConsole console)
    {
        var (source, data, split) = (new TrainedOptions(), new DataOptions("predict"), SplitOption.Create());
        var output = new OutputOptions(".csv", ".parquet");
        var command = new Command("predict", "Writes the classes that a trained model predicts, and how probable it finds each.");
        source.AddTo(command);
        data.AddTo(command);
        command.Options.Add(split);
        output.AddTo(command);
        command.SetAction(parsed =>
        {
            var file = output.Read(parsed);
            using var run = TrainedRun.Open(console, source.Read(parsed), SplitOption.Of(data.Read(parsed), parsed, split));
            return run is null ? ExitCodes.Failure : Run(console, run, run.Chosen(SplitOption.Read(parsed, split)), file);
        });
        return command;
    }

    private static int Run(ToolConsole console, TrainedRun run, DataSplit split, OutputFile file)
    {
        var all = ClassPredictions.Of(run.Walk(split));
        if (all.Count == 0)
        {
            throw new ToolException(
                $"{run.Model.Description.Name} predicts no classes: that takes `predict y ~ … -> categorical`, or `encode y ~ …` of "
                + "classes.");
        }

        run.Writing(file);
        new Table([Places(all[0].Labels.Count), .. all.SelectMany(predictions => Columns(run.Data, predictions))]).Write(file);
        foreach (var predictions in all)
        {
            var (labels, predicted) = predictions.Labelled();
            double? error = labels.Length == 0 ? null : Classification.ErrorRate(labels, predicted);
            var (variable, count) = (predictions.Variable, predictions.Labels.Count);
            run.Say(
                console,
                FormattableString.Invariant($"{variable} of {count} examples of {run.Data.Name} in {file.Path}")
                + (error is null ? "" : FormattableString.Invariant($", error {error:0.####} over {labels.Length} with a class")));
        }

        return ExitCodes.Success;
    }

    /// <summary>The column of the examples' places, from 0 on.</summary>
    public static TableColumn Places(int count) => new("example", Enumerable.Range(0, count).Select(place => (long)place).ToArray());

    /// <summary>The class, by its text where it has one, and the probability of each.</summary>
    private static IEnumerable<TableColumn> Columns(BoundDataset data, ClassPredictions predictions)
    {
        var texts = data.Columns.First(column => column.Variable == predictions.Variable).Texts;
        var names = ClassPredictions.Names(texts, predictions.Probabilities.GetLength(1));
        yield return new TableColumn(
            predictions.Variable,
            texts.Count > 0
                ? predictions.Classes.Select(found => names[found]).ToArray()
                : predictions.Classes.Select(found => (long)found).ToArray());
        for (var k = 0; k < predictions.Probabilities.GetLength(1); k++)
        {
            yield return new TableColumn(
                $"{predictions.Variable}_{names[k]}",
                Enumerable.Range(0, predictions.Labels.Count).Select(i => predictions.Probabilities[i, k]).ToArray());
        }
    }
}
