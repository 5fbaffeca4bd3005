using Hourglass.Checkpoints;
using Hourglass.Cli.Files;
using Hourglass.Cli.Hosting;
using Hourglass.Cli.InMemory;
using Hourglass.Cli.Trained;
using Hourglass.Compiler;
using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Emit.PyTorch;

namespace Hourglass.Cli.Commands;

/// <summary>Writes a model as a module of PyTorch: files of Python, and weights in the format of safetensors.</summary>
internal sealed class PyTorchExport(ToolConsole console)
{
    /// <summary>The weights that a training begins with.</summary>
    private const string InitialName = "initial.safetensors";

    /// <summary>Does all of it.</summary>
    /// <param name="source">The model.</param>
    /// <param name="run">The folder of its training, or a file of weights; null for none.</param>
    /// <param name="folder">Where to.</param>
    /// <param name="overwrite">Whether files that are there may be replaced.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    /// <exception cref="ToolException">A file is in the way, or cannot be written; or the model cannot be exported.</exception>
    public int Run(ModelSource source, string? run, string folder, bool overwrite)
    {
        if (source.Check(console) is not { } input)
        {
            return ExitCodes.Failure;
        }

        var files = Emitted(AeCompiler.Bind(input));
        string[] names = [.. files.Texts.Keys, InitialName, .. run is null ? Array.Empty<string>() : [WeightsFile.Name]];
        CheckFolder(folder, names, overwrite);
        using var initial = Begun(input);
        using var trained = run is null ? null : new TrainedSource(source with { Model = input.Name }, run, null).Load(console);
        if (run is not null && trained is null)
        {
            return ExitCodes.Failure;
        }

        foreach (var (name, text) in files.Texts)
        {
            OutputFile.WriteText(Path.Combine(folder, name), text);
        }

        WeightsFile.Save(initial, Path.Combine(folder, InitialName));
        var written = files.Texts.Keys.Order(StringComparer.Ordinal).Append(InitialName).ToList();
        if (trained is not null)
        {
            WeightsFile.Save(trained, Path.Combine(folder, WeightsFile.Name));
            written.Add(WeightsFile.Name);
        }

        ToolConsole.WriteLine(console.Out, $"{input.Name} in {folder}: {string.Join(", ", written)}");
        return ExitCodes.Success;
    }

    private static void CheckFolder(string folder, IEnumerable<string> names, bool overwrite)
    {
        if (File.Exists(folder))
        {
            throw new ToolException($"--pytorch takes a folder, and '{folder}' is a file.", ExitCodes.CommandLine);
        }

        OutputFolder.RequireFree(folder, names, overwrite);
    }

    private static PyTorchFiles Emitted(BindingResult binding)
    {
        try
        {
            return AeCompiler.PyTorch(binding);
        }
        catch (UnexportedException refused)
        {
            throw new ToolException(refused.Message);
        }
    }

    /// <summary>A model with the weights that a training begins with.</summary>
    private static Autoencoder Begun(ModelInput input)
    {
        var model = ModelFactory.Create(input, seed: null);
        try
        {
            if (model.Description.Plan.From is { } from)
            {
                WeightsFile.Transfer(model, from);
            }

            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }
}
