using System.CommandLine;
using Hourglass.Cli.Hosting;
using Hourglass.Cli.Trained;

namespace Hourglass.Cli.Commands;

/// <summary><c>hourglass export FILE</c>.</summary>
internal static class ExportCommand
{
    /// <summary>The command.</summary>
    public static Command Create(ToolConsole console)
    {
        var (source, onnx) = (new TrainedOptions(), new OnnxExport());
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace files that are there." };
        var command = new Command("export", "Writes what a trained model computes, with its weights, for other programs.");
        source.AddTo(command);
        onnx.AddTo(command);
        command.Options.Add(overwrite);
        command.SetAction(parsed =>
        {
            var target = onnx.Read(parsed, parsed.GetValue(overwrite))
                ?? throw new ToolException("Say what to write: --onnx FOLDER.", ExitCodes.CommandLine);
            using var model = source.Read(parsed).Load(console);
            if (model is null)
            {
                return ExitCodes.Failure;
            }

            target.Write(console, model);
            return ExitCodes.Success;
        });
        return command;
    }
}
