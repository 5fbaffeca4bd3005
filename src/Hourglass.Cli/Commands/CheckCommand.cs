using System.CommandLine;
using Hourglass.Cli.Hosting;
using Hourglass.Cli.Rendering;
using Hourglass.Cli.Sources;

namespace Hourglass.Cli.Commands;

/// <summary><c>hourglass check FILE…</c>.</summary>
internal static class CheckCommand
{
    private static readonly Dictionary<string, IDiagnosticFormat> Formats = new(StringComparer.Ordinal)
    {
        ["text"] = new TextFormat(),
        ["msbuild"] = new MsBuildFormat(),
        ["json"] = new JsonFormat(),
    };

    /// <summary>The command.</summary>
    public static Command Create(ToolConsole console)
    {
        var files = new Argument<string[]>("FILE") { Description = "The .ae files to check.", Arity = ArgumentArity.OneOrMore };
        var format = new Option<string>("--format")
        {
            Description = "How to write what is wrong: text with the lines concerned, one line each as MSBuild does, or JSON.",
            HelpName = string.Join('|', Formats.Keys),
            DefaultValueFactory = _ => "text",
        };
        format.AcceptOnlyFromAmong([.. Formats.Keys]);
        var root = CommonOptions.Root();
        var command = new Command("check", "Says what is wrong with .ae files. Exit code 0 without errors (warnings may be), 1 with.")
        {
            files, format, root
        };
        command.SetAction(
            parsed => Run(console, parsed.GetRequiredValue(files), parsed.GetValue(root), Formats[parsed.GetRequiredValue(format)]));
        return command;
    }

    private static int Run(ToolConsole console, IReadOnlyList<string> files, string? root, IDiagnosticFormat format)
    {
        var distinct = files.Distinct(StringComparer.Ordinal).ToArray();
        var all = new List<PlacedDiagnostic>();
        var failed = false;
        foreach (var path in distinct)
        {
            try
            {
                all.AddRange(CheckedFile.Check(ModelFile.Read(path, root)).Diagnostics);
            }
            catch (ToolException unreadable)
            {
                // One message a file; the others are checked all the same.
                Failures.Print(console, unreadable);
                failed = true;
            }
        }

        var ordered = PlacedDiagnostic.Order(all);
        format.Write(console.Out, ordered);
        if (format is TextFormat && !failed)
        {
            ToolConsole.WriteLine(console.Out, Summary.Of(distinct.Length, ordered));
        }

        return failed || ordered.Any(placed => placed.IsError) ? ExitCodes.Failure : ExitCodes.Success;
    }
}
