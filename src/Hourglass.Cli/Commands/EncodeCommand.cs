using System.CommandLine;
using Hourglass.Cli.Files;
using Hourglass.Cli.Hosting;
using Hourglass.Cli.Trained;

namespace Hourglass.Cli.Commands;

/// <summary><c>hourglass encode FILE</c>.</summary>
internal static class EncodeCommand
{
    /// <summary>The command.</summary>
    public static Command Create(ToolConsole console)
    {
        var (source, data, split) = (new TrainedOptions(), new DataOptions("encode"), SplitOption.Create());
        var output = new OutputOptions(".csv", ".npy", ".parquet");
        var code = new Option<string?>("--code") { Description = "Which code [default: the first].", HelpName = "NAME" };
        var command = new Command("encode", "Writes the codes that a trained model gives data, random ones at their means.");
        source.AddTo(command);
        data.AddTo(command);
        command.Options.Add(split);
        command.Options.Add(code);
        output.AddTo(command);
        command.SetAction(parsed =>
        {
            var file = output.Read(parsed);
            using var run = TrainedRun.Open(console, source.Read(parsed), SplitOption.Of(data.Read(parsed), parsed, split));
            return run is null ? ExitCodes.Failure : Run(console, run, SplitOption.Read(parsed, split), parsed.GetValue(code), file);
        });
        return command;
    }

    private static int Run(ToolConsole console, TrainedRun run, Datasets.DataSplit? split, string? name, OutputFile file)
    {
        var found = "";
        var pass = run.Walk(run.Chosen(split));
        using var codes = pass.Gather("codes", batch =>
        {
            var all = run.Model.Untyped.Codes(batch);
            var chosen = name is null ? all.FirstOrDefault() : all.FirstOrDefault(code => code.Name == name);
            found = chosen?.Name ?? throw new ToolException(
                name is null
                    ? $"{run.Model.Description.Name} has no code."
                    : $"{run.Model.Description.Name} has no code '{name}'; it has {string.Join(", ", all.Select(code => code.Name))}.");
            return chosen.Value;
        });
        run.Writing(file);
        ArrayOutput.Write(file, found, codes!);
        run.Say(console, FormattableString.Invariant($"{found} of {pass.Count} examples of {run.Data.Name} in {file.Path}"));
        return ExitCodes.Success;
    }
}
