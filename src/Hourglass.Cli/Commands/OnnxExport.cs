using System.CommandLine;
using Hourglass.Cli.Files;
using Hourglass.Cli.Hosting;

namespace Hourglass.Cli.Commands;

/// <summary>The options of an export to ONNX: all graphs of the model in a folder, or one of them as a file.</summary>
internal sealed class OnnxExport
{
    private static readonly Dictionary<string, OnnxGraph> Graphs = Enum.GetValues<OnnxGraph>().ToDictionary(Word, StringComparer.Ordinal);

    private readonly Option<string?> _onnx = new("--onnx")
    {
        Description = "Write ONNX files: a folder, which gets a file for each graph of the model, encode.onnx and so on; with --graph a "
            + "file, .onnx.",
        HelpName = "FOLDER|FILE",
    };

    private readonly Option<string?> _graph = new("--graph")
    {
        Description = "Only this graph, as a file.",
        HelpName = string.Join('|', Graphs.Keys),
    };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_onnx);
        command.Options.Add(_graph);
    }

    /// <summary>What they say; null where nothing is to be written.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="overwrite">Whether files that are there may be replaced.</param>
    /// <exception cref="ToolException">There is no such graph, or something is where the files shall be.</exception>
    public Target? Read(ParseResult parsed, bool overwrite)
    {
        var (path, graph) = (parsed.GetValue(_onnx), parsed.GetValue(_graph) is { } word ? GraphOf(word) : (OnnxGraph?)null);
        if (path is null)
        {
            return graph is null
                ? null
                : throw new ToolException("--graph says which graph --onnx writes; name the file as well.", ExitCodes.CommandLine);
        }

        if (graph is { } one)
        {
            return new Target(OutputFile.At("--onnx", path, overwrite, OnnxFiles.Extension).Path, one);
        }

        CheckFolder(path, overwrite);
        return new Target(path, null);
    }

    private static OnnxGraph GraphOf(string word) => Graphs.TryGetValue(word, out var graph)
        ? graph
        : throw new ToolException($"--graph takes {string.Join(", ", Graphs.Keys)}, found '{word}'.", ExitCodes.CommandLine);

    private static void CheckFolder(string path, bool overwrite)
    {
        if (File.Exists(path) || Path.GetExtension(path) == OnnxFiles.Extension)
        {
            throw new ToolException(
                $"--onnx takes a folder for all graphs of a model, found '{path}'. Name a folder, or one graph for a file: --graph.",
                ExitCodes.CommandLine);
        }

        OutputFolder.RequireFree(path, Graphs.Keys.Select(word => word + OnnxFiles.Extension), overwrite);
    }

    private static string Word(OnnxGraph graph) => graph.ToString().ToLowerInvariant();

    /// <summary>What is to be written.</summary>
    /// <param name="Path">A folder, or a file for one graph.</param>
    /// <param name="Graph">The graph; null for all.</param>
    internal sealed record Target(string Path, OnnxGraph? Graph)
    {
        /// <summary>Writes it, and says what was written.</summary>
        /// <exception cref="HourglassException">The model has no such graph, or a file cannot be written.</exception>
        public void Write(ToolConsole console, Autoencoder model)
        {
            var name = model.Description.Name;
            if (Graph is { } graph)
            {
                model.ExportOnnx(Path, graph);
                ToolConsole.WriteLine(console.Out, $"{Word(graph)} of {name} in {Path}");
                return;
            }

            var files = model.ExportOnnx(Path);
            foreach (var (written, file) in files.Written)
            {
                ToolConsole.WriteLine(console.Out, $"{Word(written)} of {name} in {file}");
            }

            foreach (var (refused, why) in files.Refused)
            {
                ToolConsole.WriteLine(console.Out, $"left out: {Word(refused)}, as ONNX has no operators for {why}");
            }
        }
    }
}
