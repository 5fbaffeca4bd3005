using Google.Protobuf;
using Hourglass.Checkpoints;
using static TorchSharp.torch;

namespace Hourglass.Onnx;

/// <summary>Writes ONNX files of a model.</summary>
internal static class OnnxExporter
{
    /// <summary>A file for each graph of the model, in a folder.</summary>
    /// <exception cref="HourglassException">The model has no graph that ONNX has operators for, or a file cannot be written.</exception>
    public static OnnxFiles All(Autoencoder model, string? text, string folder)
    {
        var read = Read(model, text);
        if (read.Graphs.Count == 0)
        {
            throw new HourglassException($"{model.Description.Name} has no graph to export.{Because(read.Refused.Values)}");
        }

        var files = new Dictionary<OnnxGraph, string>();
        foreach (var graph in Enum.GetValues<OnnxGraph>().Where(graph => read.Graphs.ContainsKey(NameOf(graph))))
        {
            var path = Path.Combine(folder, NameOf(graph) + OnnxFiles.Extension);
            Write(model, read, graph, path);
            files.Add(graph, path);
        }

        return new OnnxFiles(
            files,
            read.Refused.ToDictionary(pair => Enum.Parse<OnnxGraph>(pair.Key, ignoreCase: true), pair => pair.Value));
    }

    /// <summary>The file of one graph.</summary>
    /// <exception cref="HourglassException">The model has no such graph, ONNX has no operators for it, or the file cannot be written.
    /// </exception>
    public static void One(Autoencoder model, string? text, string path, OnnxGraph graph)
    {
        var (read, name) = (Read(model, text), NameOf(graph));
        if (read.Refused.TryGetValue(name, out var why))
        {
            throw new HourglassException($"The graph '{name}' of {model.Description.Name} has no ONNX file, as ONNX has no operators for "
                + $"{why}.{Others(read)}");
        }

        if (!read.Graphs.ContainsKey(name))
        {
            throw new HourglassException($"{model.Description.Name} has no graph '{name}'.{Others(read)}");
        }

        Write(model, read, graph, path);
    }

    /// <summary>The graph's name in files and on the command line.</summary>
    public static string NameOf(OnnxGraph graph) => graph.ToString().ToLowerInvariant();

    private static OnnxText Read(Autoencoder model, string? text) => text is null
        ? throw new HourglassException(
            $"{model.Description.Name} has no graphs for ONNX: they are a part of the code that the compiler emits, and there is none. "
            + "Export a model that an .ae file or an annotated class declares.")
        : OnnxTextReader.Read(text);

    private static void Write(Autoencoder model, OnnxText text, OnnxGraph graph, string path)
    {
        using var noGrad = no_grad();
        var file = OnnxModel.Of(model.Description, text, NameOf(graph), model.state_dict());
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            AtomicFile.Write(path, beside =>
            {
                using var stream = File.Create(beside);
                file.WriteTo(stream);
            });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HourglassException(
                $"The file '{path}' cannot be written: {e.Message} {WriteAdvice.For(e)}, or name another one.", e);
        }
    }

    private static string Others(OnnxText text) => text.Graphs.Count == 0
        ? ""
        : $" It has {string.Join(", ", Enum.GetValues<OnnxGraph>().Select(NameOf).Where(text.Graphs.ContainsKey))}.";

    private static string Because(IEnumerable<string> reasons) =>
        reasons.Distinct().ToArray() is { Length: > 0 } all ? $" ONNX has no operators for {string.Join(", ", all)}." : "";
}
