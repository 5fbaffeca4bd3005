using System.CommandLine;
using Hourglass.Cli.Hosting;
using Hourglass.Cli.Lsp;
using Hourglass.Cli.Rendering;
using Hourglass.Compiler.Binding;

namespace Hourglass.Cli.Commands;

/// <summary><c>hourglass lsp</c>.</summary>
internal static class LspCommand
{
    /// <summary>The command.</summary>
    public static Command Create(ToolConsole console)
    {
        var stdio = new Option<bool>("--stdio") { Description = "Speak over the standard streams, as it does anyhow; clients say so." };
        var client = new Option<int?>("--clientProcessId")
        {
            Description = "The client's process, with which the server ends; most clients name it in their first message.",
            HelpName = "N",
        };
        var command = new Command("lsp", "The language server, for editors: speaks the Language Server Protocol over the standard streams.")
        {
            stdio, client
        };
        command.SetAction(parsed => Run(console, parsed.GetValue(client)));
        return command;
    }

    private static int Run(ToolConsole console, int? client)
    {
        if (!Console.IsInputRedirected)
        {
            ToolConsole.WriteLine(console.Error, "Editors start this themselves and speak with it: see docs/editor.md. Ctrl-C ends it.");
        }

        // The protocol alone stands on the output; a line of anybody else would tear it.
        using var output = Console.OpenStandardOutput();
        Console.SetOut(Console.Error);
        using var input = Console.OpenStandardInput();
        return LanguageServer.RunAsync(input, output, new ProjectFiles(), Draw, client).GetAwaiter().GetResult();
    }
    private static string Draw(BindingResult model, CancellationToken cancellation) => ModelPicture.Svg(model, cancellation: cancellation);
}
