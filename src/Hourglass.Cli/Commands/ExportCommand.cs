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
        var file = new Argument<string>("FILE") { Description = "The .ae file." };
        var model = new Option<string?>("--model")
        {
            Description = "The model; needed only where the file has several.",
            HelpName = "NAME",
        };
        var root = CommonOptions.Root();
        var set = CommonOptions.Set();
        var run = new Option<string?>("--run")
        {
            Description = "The output folder of its training, or a file of weights; --pytorch can do without.",
            HelpName = "FOLDER",
        };
        var pytorch = new Option<string?>("--pytorch")
        {
            Description = "Write the model as a module of PyTorch, and its training, into this folder.",
            HelpName = "FOLDER",
        };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace files that are there." };
        var onnx = new OnnxExport();
        var command = new Command("export", "Writes what a model computes, with its weights, for other programs.")
        {
            file, model, root, set, run, pytorch,
        };
        onnx.AddTo(command);
        command.Options.Add(overwrite);
        command.SetAction(parsed =>
        {
            var source = new ModelSource(
                parsed.GetRequiredValue(file),
                parsed.GetValue(root),
                parsed.GetValue(model),
                parsed.GetRequiredValue(set));
            var (weights, module) = (parsed.GetValue(run), parsed.GetValue(pytorch));
            var graphs = onnx.Read(parsed, parsed.GetValue(overwrite));
            if (graphs is null && module is null)
            {
                throw new ToolException("Say what to write: --onnx FOLDER, or --pytorch FOLDER.", ExitCodes.CommandLine);
            }

            if (graphs is not null && weights is null)
            {
                throw new ToolException("--onnx writes the weights of a training; name its output folder: --run.", ExitCodes.CommandLine);
            }

            var code = graphs is null ? ExitCodes.Success : Write(console, graphs, new TrainedSource(source, weights!, null));
            return code == ExitCodes.Success && module is not null
                ? new PyTorchExport(console).Run(source, weights, module, parsed.GetValue(overwrite))
                : code;
        });
        return command;
    }

    private static int Write(ToolConsole console, OnnxExport.Target graphs, TrainedSource source)
    {
        using var model = source.Load(console);
        if (model is null)
        {
            return ExitCodes.Failure;
        }

        graphs.Write(console, model);
        return ExitCodes.Success;
    }
}
