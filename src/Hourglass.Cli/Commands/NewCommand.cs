using System.CommandLine;
using System.Text.RegularExpressions;
using Hourglass.Cli.Files;
using Hourglass.Cli.Hosting;
using Hourglass.Cli.Sources;
using Microsoft.CodeAnalysis.CSharp;

namespace Hourglass.Cli.Commands;

/// <summary><c>hourglass new NAME</c>.</summary>
internal static partial class NewCommand
{
    private static readonly string[] Backends = ["cpu", "cuda-linux", "cuda-windows"];

    /// <summary>A project of such a name would hide from its own code what that is called by the same name.</summary>
    private static readonly string[] Taken = [ProjectTemplate.ModelName, "Hourglass", "TorchSharp"];

    /// <summary>The command.</summary>
    public static Command Create(ToolConsole console)
    {
        var name = new Argument<string>("NAME") { Description = "The name of the model, and of its file; with --project, of the project." };
        var folder = new Option<string?>("--folder")
        {
            Description = "The folder that gets the file, or the project's folder; the current one if left out.",
            HelpName = "FOLDER",
        };
        var project = new Option<bool>("--project")
        {
            Description = "Write a C# project that trains the model, with its tests, as dotnet new hourglass does.",
        };
        var backend = new Option<string?>("--backend")
        {
            Description = "The libtorch that the project computes with; cpu if left out.",
            HelpName = string.Join('|', Backends),
        };
        backend.AcceptOnlyFromAmong(Backends);
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace files that are there." };
        var command = new Command("new", "Writes a model to begin with: a variational autoencoder of digits, which can be trained at once.")
        {
            name, folder, project, backend, overwrite,
        };
        command.SetAction(parsed =>
        {
            var files = new NewFiles(parsed.GetValue(folder) ?? "", parsed.GetValue(overwrite));
            var (called, libtorch) = (parsed.GetRequiredValue(name), parsed.GetValue(backend));
            RequireName(called);
            if (parsed.GetValue(project))
            {
                Project(console, files, called, libtorch ?? Backends[0]);
            }
            else if (libtorch is null)
            {
                Model(console, files, called);
            }
            else
            {
                throw new ToolException("--backend is for a project; ask for one: --project.", ExitCodes.CommandLine);
            }

            return ExitCodes.Success;
        });
        return command;
    }

    private static void Model(ToolConsole console, NewFiles files, string name)
    {
        var text = ProjectTemplate.Model(name);
        var path = files.Path($"{name}.ae");
        var parsed = ParsedFile.Of(new SourceText(path, text));
        var found = CheckedFile.Check(new ModelFile(parsed, new Dictionary<string, ParsedFile>(StringComparer.Ordinal))).Diagnostics;
        if (found.FirstOrDefault(placed => placed.IsError) is { } wrong)
        {
            throw new ToolException($"NAME: {wrong.Diagnostic.Message}.", ExitCodes.CommandLine);
        }

        files.Write([($"{name}.ae", text)]);
        ToolConsole.WriteLine(console.Out, $"model {name} in {path}");
        ToolConsole.WriteLine(console.Out, $"next: hourglass train {ShellWord.Quote(path)}");
    }

    private static void Project(ToolConsole console, NewFiles files, string name, string backend)
    {
        if (Taken.Contains(name, StringComparer.OrdinalIgnoreCase) || SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None)
        {
            throw new ToolException($"NAME: a project cannot be named '{name}': its code uses that name.", ExitCodes.CommandLine);
        }

        files.Write([.. ProjectTemplate.Project(name, backend).Select(file => (Path.Combine(name, file.Path), file.Text))]);
        ToolConsole.WriteLine(console.Out, $"project {name} in {files.Path(name)}");
        ToolConsole.WriteLine(console.Out, $"next, in this folder: dotnet run --project {name}; dotnet test");
    }

    private static void RequireName(string name)
    {
        if (!Name().IsMatch(name))
        {
            throw new ToolException(
                $"NAME takes letters and digits, a letter first, found '{name}'. Where the files go is said by --folder.",
                ExitCodes.CommandLine);
        }
    }

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9_]*\z")]
    private static partial Regex Name();
}
