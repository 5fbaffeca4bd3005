using Hourglass.Cli.Hosting;
using Hourglass.Compiler.Diagnostics;

namespace Hourglass.Cli.Sources;

/// <summary>Which model of a file is meant.</summary>
internal static class ModelChoice
{
    /// <summary>The model of a name, or the only one.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">The name, or null.</param>
    /// <exception cref="ToolException">There is none, or there are several and no name says which.</exception>
    public static CheckedModel Pick(CheckedFile file, string? name)
    {
        var path = file.File.Main.Source.Path;
        var names = file.Models.Select(model => model.Name).ToArray();
        if (names.Length == 0)
        {
            throw new ToolException($"'{path}' declares no model.");
        }

        if (name is null)
        {
            return names.Length == 1
                ? file.Models[0]
                : throw new ToolException(
                    $"'{path}' declares {names.Length} models: {string.Join(", ", names)}; say which with --model NAME.",
                    ExitCodes.CommandLine);
        }

        return file.Models.FirstOrDefault(model => model.Name == name) ?? throw new ToolException(
            $"'{path}' declares no model '{name}'{(DidYouMean.Closest(name, names) is { } near ? $"; did you mean {near}?" : ".")} It has "
            + $"{string.Join(", ", names)}.",
            ExitCodes.CommandLine);
    }
}
