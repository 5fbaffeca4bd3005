using System.Diagnostics;
using Hourglass.Tests.Cli;

namespace Hourglass.Tests.PyTorch;

/// <summary>A Python that has PyTorch, where there is one.</summary>
internal static class Python
{
    private static readonly string[] Candidates = ["/usr/bin/python3", "python3"];

    private static readonly Lazy<string?> Found = new(() => Candidates.FirstOrDefault(HasTorch));

    /// <summary>The program; null where no Python has PyTorch.</summary>
    public static string? Program => Found.Value;

    /// <summary>Skips a test where no Python has PyTorch.</summary>
    public static void Require() => Assert.SkipWhen(
        Program is null, "No python3 here has PyTorch and numpy; on Debian: apt-get install python3-torch python3-numpy.");

    /// <summary>A script of the tests.</summary>
    public static string Script(string name) => Path.Combine(Corpus.Root, "tests", "Hourglass.Tests", "PyTorch", name);

    /// <summary>Runs a script.</summary>
    /// <returns>The exit code and what it wrote on both streams.</returns>
    public static (int Code, string Text) Run(string folder, params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(Program!)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        // Many threads of many processes would wait for one another; caches of bytecode would lie beside sources.
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var text = process.StandardOutput.ReadToEnd() + error.GetAwaiter().GetResult();
        process.WaitForExit();
        return (process.ExitCode, text);
    }

    private static bool HasTorch(string program)
    {
        try
        {
            var start = new ProcessStartInfo(program, "-c \"import torch, numpy\"") { RedirectStandardError = true };
            using var process = Process.Start(start)!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // There is no such program.
            return false;
        }
    }
}
