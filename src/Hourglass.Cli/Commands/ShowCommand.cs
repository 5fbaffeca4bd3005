using System.CommandLine;
using Hourglass.Cli.Files;
using Hourglass.Cli.Hosting;
using Hourglass.Cli.InMemory;
using Hourglass.Cli.Rendering;
using Hourglass.Cli.Sources;
using Hourglass.Compiler;

namespace Hourglass.Cli.Commands;

/// <summary><c>hourglass show FILE</c>.</summary>
internal static class ShowCommand
{
    private const string Graph = "--graph";

    /// <summary>The command.</summary>
    public static Command Create(ToolConsole console)
    {
        var file = new Argument<string>("FILE") { Description = "The .ae file." };
        var model = new Option<string?>("--model") { Description = "Only this model.", HelpName = "NAME" };
        var csharp = new Option<bool>("--csharp") { Description = "The C# that a build emits instead of the table." };
        var graph = new Option<string?>(Graph)
        {
            Description = "A picture instead of the table: stages with shapes and parameters, and what each term of the objective reads. "
                + ".svg of one model, .html with those of all.",
            HelpName = "out.svg|out.html",
        };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the picture if it is there." };
        var root = CommonOptions.Root();
        var command = new Command(
            "show",
            "Shows the models of an .ae file: stages with output shapes, parameters and floating-point operations per example, "
                + "and the memory that training takes; or each as a picture.")
        {
            file, model, csharp, graph, overwrite, root
        };
        command.SetAction(parsed =>
        {
            var picture = parsed.GetValue(graph) is { } path
                ? OutputFile.At(Graph, path, parsed.GetValue(overwrite), ModelPage.Extension, ModelPicture.Extension)
                : null;
            if (picture is not null && parsed.GetValue(csharp))
            {
                throw new ToolException($"--csharp and {Graph} are two answers; name one of them.", ExitCodes.CommandLine);
            }

            return Run(
                console,
                (parsed.GetRequiredValue(file), parsed.GetValue(root), parsed.GetValue(model)),
                parsed.GetValue(csharp),
                picture);
        });
        return command;
    }

    private static int Run(ToolConsole console, (string Path, string? Root, string? Model) source, bool csharp, OutputFile? picture)
    {
        var file = CheckedFile.Check(ModelFile.Read(source.Path, source.Root));
        var diagnostics = file.Diagnostics;
        new TextFormat().Write(console.Error, diagnostics);
        if (diagnostics.Any(placed => placed.IsError))
        {
            return ExitCodes.Failure;
        }

        var isAll = source.Model is null && file.Models.Count > 1 && picture?.Extension != ModelPicture.Extension;
        var models = isAll ? file.Models : [ModelChoice.Pick(file, source.Model)];
        if (picture is not null)
        {
            Draw(console, models, source.Path, picture);
            return ExitCodes.Success;
        }

        foreach (var (index, model) in models.Index())
        {
            if (index > 0)
            {
                ToolConsole.WriteLine(console.Out);
            }

            if (csharp)
            {
                console.Out.Profile.Out.Writer.Write(ModelFactory.Emit(model.Input, "", source.Path).Source);
            }
            else
            {
                Write(console, model);
            }
        }

        return ExitCodes.Success;
    }

    private static void Write(ToolConsole console, CheckedModel model)
    {
        ModelTable.Write(console.Out, AeCompiler.Lower(model.Binding));
        foreach (var line in model.Binding.Model.Training.Phases.SelectMany(
            phase => MemoryLines.Of(AeCompiler.Memory(model.Binding, phase), phase.Name, phase.Batch)))
        {
            ToolConsole.WriteLine(console.Out, line);
        }
    }

    private static void Draw(ToolConsole console, IReadOnlyList<CheckedModel> models, string path, OutputFile file)
    {
        var text = file.Extension == ModelPicture.Extension
            ? ModelPicture.Svg(models[0].Binding)
            : ModelPage.Html(Path.GetFileName(path), [.. models.Select(model => model.Binding)]);
        file.WriteText(text);
        var names = string.Join(", ", models.Select(model => model.Name));
        ToolConsole.WriteLine(console.Out, $"{names} in {file.Path}");
    }
}
