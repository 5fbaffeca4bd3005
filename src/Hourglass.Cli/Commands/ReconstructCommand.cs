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
        var output = new OutputOptions(ArrayOutput.Extensions);
        var count = CommonOptions.Number("--count", "Only the first N examples [default: all; of pictures, 24].", 1);
        var command = new Command(
            "reconstruct",
            "Writes what a trained model makes of data: pictures, each below its original, or numbers.");
        source.AddTo(command);
        data.AddTo(command);
        command.Options.Add(split);
        command.Options.Add(count);
        output.AddTo(command);
        command.SetAction(parsed =>
        {
            var file = output.Read(parsed);
            using var run = TrainedRun.Open(console, source.Read(parsed), data.Read(parsed));
            return run is null ? ExitCodes.Failure : Run(console, run, SplitOption.Read(parsed, split), parsed.GetValue(count), file);
        });
        return command;
    }

    private static int Run(ToolConsole console, TrainedRun run, DataSplit? split, int? count, OutputFile file)
    {
        var isPicture = file.Extension == ".png";
        var chosen = run.Chosen(split);
        var all = run.Walk(chosen).Count;
        var most = Math.Min(all, count ?? (isPicture ? 2 * Columns : all));
        var pass = run.Walk(chosen, [.. Enumerable.Range(0, most).Select(place => (long)place)]);
        using var made = pass.Gather("reconstructions", run.Model.ReconstructBatch);
        if (made is null || run.Model.Description.ReconstructedField is not { } name)
        {
            throw new ToolException($"{run.Model.Description.Name} reconstructs none of its data.");
        }

        if (isPicture)
        {
            using var given = pass.Gather("data", batch => batch[name]);
            var field = run.Model.Description.Fields.First(item => item.Name == name);
            using var scope = TorchSharp.torch.NewDisposeScope();
            var rows = given!.split(Columns).Zip(made.split(Columns), (above, below) => new[] { above, below }).SelectMany(pair => pair);
            ArrayOutput.Draw(file, field, [.. rows]);
        }
        else
        {
            ArrayOutput.Write(file, name, made);
        }

        run.Say(console, FormattableString.Invariant($"{name} of {pass.Count} examples of {run.Data.Name} in {file.Path}"));
        return ExitCodes.Success;
    }
}
