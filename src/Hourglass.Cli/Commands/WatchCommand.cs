using System.CommandLine;
using System.Runtime.InteropServices;
using Hourglass.Cli.Hosting;
using Hourglass.Cli.Watching;

namespace Hourglass.Cli.Commands;

/// <summary><c>hourglass watch FILE</c>.</summary>
internal static class WatchCommand
{
    /// <summary>The command.</summary>
    public static Command Create(ToolConsole console)
    {
        var file = new Argument<string>("FILE") { Description = "The .ae file." };
        var root = CommonOptions.Root();
        var command = new Command(
            "watch",
            "Checks an .ae file whenever it, or a file that it imports, is saved, and says what changed: shapes, parameters and the memory "
                + "that training takes. Ctrl-C ends it.")
        {
            file, root
        };
        command.SetAction(parsed => Run(console, parsed.GetRequiredValue(file), parsed.GetValue(root)));
        return command;
    }

    private static int Run(ToolConsole console, string path, string? root)
    {
        using var end = new CancellationTokenSource();
        PosixSignal? signal = null;
        PosixSignalRegistration[] registrations =
        [
            .. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Select(kind => PosixSignalRegistration.Create(
                kind,
                context =>
                {
                    context.Cancel = true;
                    signal = context.Signal;
                    end.Cancel();
                })),
        ];
        try
        {
            new FileWatch(console, path, root, TimeProvider.System).Run(end.Token);
        }
        finally
        {
            foreach (var registration in registrations)
            {
                registration.Dispose();
            }
        }

        // Ctrl-C is how one ends it, and no failure.
        return signal is PosixSignal.SIGINT or null ? ExitCodes.Success : ExitCodes.Of(signal);
    }
}
