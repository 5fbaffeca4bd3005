using System.Diagnostics;

namespace Hourglass.Benchmarks.Memory;

/// <summary>This program once more, so that a measurement begins with a fresh process.</summary>
internal static class ChildProcess
{
    /// <summary>Runs a command of this program.</summary>
    /// <returns>The lines that it printed.</returns>
    public static IReadOnlyList<string> Run(params IEnumerable<string> arguments) => Run(new Dictionary<string, string>(), arguments);

    /// <summary>The same with variables of the environment.</summary>
    public static IReadOnlyList<string> Run(IReadOnlyDictionary<string, string> environment, params IEnumerable<string> arguments)
    {
        var (lines, code) = Start(environment, arguments);
        return code == 0 ? lines : throw new InvalidOperationException($"A measurement ended with exit code {code}.");
    }

    /// <summary>Runs a command that may end in any way.</summary>
    /// <returns>The lines that it printed, and its exit code.</returns>
    public static (IReadOnlyList<string> Lines, int Code) Start(params IEnumerable<string> arguments) =>
        Start(new Dictionary<string, string>(), arguments);

    private static (IReadOnlyList<string> Lines, int Code) Start(
        IReadOnlyDictionary<string, string> environment,
        IEnumerable<string> arguments)
    {
        var program = Environment.ProcessPath!;
        var isHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        var start = new ProcessStartInfo(program, isHost ? arguments.Prepend(Environment.GetCommandLineArgs()[0]) : arguments)
        {
            RedirectStandardOutput = true
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var lines = process.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        process.WaitForExit();
        return (lines, process.ExitCode);
    }
}
