using System.CommandLine;
using System.CommandLine.Invocation;
using System.Reflection;
using Hourglass.Cli.Commands;

namespace Hourglass.Cli.Hosting;

/// <summary>The tool <c>hourglass</c>: its commands, and one message for whatever goes wrong.</summary>
internal static class HourglassTool
{
    /// <summary>The tool's version, which is that of the library.</summary>
    public static string Version { get; } =
        typeof(HourglassTool).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>Runs a command line.</summary>
    /// <param name="args">The words behind <c>hourglass</c>.</param>
    /// <param name="console">Where to write.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static int Run(IReadOnlyList<string> args, ToolConsole console)
    {
        var parsed = Root(console).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (CommandLineErrors.Describe(args, parsed) is { } wrong)
        {
            return Failures.Print(console, new ToolException(wrong, ExitCodes.CommandLine));
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = null,
                Output = console.Out.Profile.Out.Writer,
                Error = console.Error.Profile.Out.Writer,
            });
        }
        catch (Exception exception)
        {
            return Failures.Print(console, exception);
        }
    }

    private static RootCommand Root(ToolConsole console)
    {
        var root = new RootCommand("Hourglass: autoencoders as a language. Makes, checks, shows, trains and uses the models of .ae files.")
        {
            NewCommand.Create(console),
            CheckCommand.Create(console),
            FormatCommand.Create(console),
            LspCommand.Create(console),
            ShowCommand.Create(console),
            WatchCommand.Create(console),
            TrainCommand.Create(console),
            EvaluateCommand.Create(console),
            EncodeCommand.Create(console),
            ReconstructCommand.Create(console),
            PredictCommand.Create(console),
            ScoreCommand.Create(console),
            SampleCommand.Create(console),
            ExportCommand.Create(console),
        };
        foreach (var version in root.Options.OfType<VersionOption>())
        {
            version.Action = new VersionAction(console);
        }

        return root;
    }

    /// <summary>The tool's own version; the library's default is that of the process, which may be a host of tests.</summary>
    private sealed class VersionAction(ToolConsole console) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            ToolConsole.WriteLine(console.Out, Version);
            return ExitCodes.Success;
        }
    }
}
