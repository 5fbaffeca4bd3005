using System.CommandLine;
using Hourglass.Cli.Files;
using Hourglass.Cli.Hosting;
using Hourglass.Cli.Trained;
using Hourglass.Datasets;

namespace Hourglass.Cli.Commands;

/// <summary><c>hourglass reconstruct FILE</c>.</summary>
internal static class ReconstructCommand
{
    /// <summary>Pictures in a row.</summary>
    private const int Columns = 12;

    /// <summary>The command.</summary>
    public static Command Create(ToolConsole console)
    {
        var (source, data, split) = (new TrainedOptions(), new DataOptions("reconstruct"), SplitOption.Create());
        var (output, corruption) = (new OutputOptions(ArrayOutput.Extensions), new CorruptionOptions());
        var count = CommonOptions.Number("--count", "Only the first N examples [default: all; of pictures, 24].", 1);
        var command = new Command(
            "reconstruct",
            "Writes what a trained model makes of data: pictures, each below its original, or numbers. With --noise or --missing it is "
                + "given corrupted data, which pictures show in between.");
        source.AddTo(command);
        data.AddTo(command);
        command.Options.Add(split);
        command.Options.Add(count);
        corruption.AddTo(command);
        output.AddTo(command);
        command.SetAction(parsed =>
        {
            var (file, given) = (output.Read(parsed), corruption.Read(parsed));
            if (given is { Noise: not null, Missing: not null })
            {
                throw new ToolException("--noise and --missing are two ways to corrupt data; name one of them.", ExitCodes.CommandLine);
            }

            using var run = TrainedRun.Open(console, source.Read(parsed), SplitOption.Of(data.Read(parsed), parsed, split));
            return run is null
                ? ExitCodes.Failure
                : Run(console, run, SplitOption.Read(parsed, split), parsed.GetValue(count), given, file);
        });
        return command;
    }

    private static int Run(
        ToolConsole console, TrainedRun run, DataSplit? split, int? count, CorruptionArguments corruption, OutputFile file)
    {
        var isPicture = file.Extension == ".png";
        var chosen = run.Chosen(split);
        var all = run.Walk(chosen).Count;
        var most = Math.Min(all, count ?? (isPicture ? 2 * Columns : all));
        var pass = run.Walk(chosen, [.. Enumerable.Range(0, most).Select(place => (long)place)]);
        if (Corrupted.Of(pass, corruption, () => run.Walk(DataSplit.Train)) is not { } found)
        {
            throw new ToolException($"{run.Model.Description.Name} reconstructs none of its data.");
        }

        using (found)
        {
            run.Writing(file);
            if (isPicture)
            {
                using var scope = TorchSharp.torch.NewDisposeScope();
                var rows = found.Rows.Select(row => row.split(Columns)).ToArray();
                ArrayOutput.Draw(file, found.Field, [.. Enumerable.Range(0, rows[0].Length).SelectMany(i => rows.Select(row => row[i]))]);
            }
            else
            {
                ArrayOutput.Write(file, found.Field.Name, found.Rows[^1]);
            }

            run.Say(console, FormattableString.Invariant($"{found.Field.Name} of {pass.Count} examples of {run.Data.Name} in {file.Path}"));
        }

        return ExitCodes.Success;
    }
}
