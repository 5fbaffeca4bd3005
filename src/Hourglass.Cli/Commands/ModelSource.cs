using Hourglass.Cli.Hosting;
using Hourglass.Cli.Rendering;
using Hourglass.Cli.Sources;
using Hourglass.Compiler;

namespace Hourglass.Cli.Commands;

/// <summary>Where a model is declared.</summary>
/// <param name="File">The .ae file.</param>
/// <param name="Root">A folder that imports may lie in besides the project's, or null.</param>
/// <param name="Model">The model's name, or null where the file has only one.</param>
/// <param name="Set">Texts <c>name=value</c>.</param>
internal sealed record ModelSource(string File, string? Root, string? Model, IReadOnlyList<string> Set)
{
    /// <summary>Of a model to train.</summary>
    public static ModelSource Of(TrainArguments arguments) => new(arguments.File, arguments.Root, arguments.Model, arguments.Set);

    /// <summary>Says what is wrong with the file; null where that forbids to go on. Errors of the file's other models do not.</summary>
    /// <exception cref="ToolException">The file has no such model, or one that the tool does not have all of.</exception>
    public ModelInput? Check(ToolConsole console)
    {
        var file = CheckedFile.Check(ConstantOverrides.Apply(ModelFile.Read(File, Root), Model, Set));
        new TextFormat().Write(console.Error, file.Diagnostics);
        if (file.FileDiagnostics.Any(placed => placed.IsError))
        {
            return null;
        }

        var model = ModelChoice.Pick(file, Model);
        if (model.Binding.HasErrors)
        {
            return null;
        }

        return model.Binding.Model.Externs.Count == 0 ? model.Input : throw new ToolException(
            $"{model.Name} is trained by a program: its class implements "
            + $"{string.Join(", ", model.Binding.Model.Externs.Select(declared => $"`{declared.Name}`"))} in C#, which the tool does not "
            + $"have. Put the file into a project with that part of the class, and call {model.Name}.Train there.");
    }
}
