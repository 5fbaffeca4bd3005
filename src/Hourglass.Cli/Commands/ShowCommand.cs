using System.CommandLine;
using Hourglass.Cli.Hosting;
using Hourglass.Cli.InMemory;
using Hourglass.Cli.Rendering;
using Hourglass.Cli.Sources;
using Hourglass.Compiler;

namespace Hourglass.Cli.Commands;

/// <summary><c>hourglass show FILE</c>.</summary>
internal static class ShowCommand
{
    /// <summary>The command.</summary>
    public static Command Create(ToolConsole console)
    {
        var file = new Argument<string>("FILE") { Description = "The .ae file." };
        var model = new Option<string?>("--model") { Description = "Only this model.", HelpName = "NAME" };
        var csharp = new Option<bool>("--csharp") { Description = "The C# that a build emits instead of the table." };
        var root = CommonOptions.Root();
        var command = new Command(
            "show",
            "Shows the models of an .ae file: stages with output shapes, parameters and floating-point operations per example, "
                + "and the memory that training takes.")
        {
            file, model, csharp, root
        };
        command.SetAction(
            parsed => Run(console, parsed.GetRequiredValue(file), parsed.GetValue(root), parsed.GetValue(model), parsed.GetValue(csharp)));
        return command;
    }

    private static int Run(ToolConsole console, string path, string? root, string? name, bool csharp)
    {
        var file = CheckedFile.Check(ModelFile.Read(path, root));
        var diagnostics = file.Diagnostics;
        new TextFormat().Write(console.Error, diagnostics);
        if (diagnostics.Any(placed => placed.IsError))
        {
            return ExitCodes.Failure;
        }

        var models = name is null && file.Models.Count > 1 ? file.Models : [ModelChoice.Pick(file, name)];
        foreach (var (index, model) in models.Index())
        {
            if (index > 0)
            {
                ToolConsole.WriteLine(console.Out);
            }

            if (csharp)
            {
                console.Out.Profile.Out.Writer.Write(ModelFactory.Emit(model.Input, "", path).Source);
            }
            else
            {
                ModelTable.Write(console.Out, model.Binding.Model);
                foreach (var line in model.Binding.Model.Training.Phases.SelectMany(
                    phase => MemoryLines.Of(AeCompiler.Memory(model.Binding, phase), phase.Name, phase.Batch)))
                {
                    ToolConsole.WriteLine(console.Out, line);
                }
            }
        }

        return ExitCodes.Success;
    }
}
