using System.Diagnostics;
using System.Text;

namespace Hourglass.Package.Tests;

/// <summary>A finished process: its exit code and all that it printed.</summary>
internal sealed record Command(int ExitCode, string Output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    private static readonly Dictionary<string, string> Nothing = [];

    /// <summary>Runs <c>dotnet</c> as a user would, free of what the test's own host put into the environment.</summary>
    public static Task<Command> Dotnet(string folder, CancellationToken cancellation, params string[] arguments) =>
        Dotnet(folder, Nothing, cancellation, arguments);

    /// <summary>The same with more in its environment.</summary>
    public static async Task<Command> Dotnet(
        string folder,
        IReadOnlyDictionary<string, string> environment,
        CancellationToken cancellation,
        params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }

        start.Environment.Remove("LD_LIBRARY_PATH");
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Patience);
        using var process = Process.Start(start)!;
        var output = new StringBuilder();
        DataReceivedEventHandler add = (_, line) =>
        {
            lock (output)
            {
                output.Append(line.Data).Append('\n');
            }
        };
        process.OutputDataReceived += add;
        process.ErrorDataReceived += add;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        lock (output)
        {
            return new Command(process.ExitCode, output.ToString());
        }
    }

    /// <summary>Fails the test with everything that was printed, unless the command succeeded.</summary>
    public Command Succeeded()
    {
        Assert.True(ExitCode == 0, $"exit code {ExitCode}\n{Output}");
        return this;
    }
}
