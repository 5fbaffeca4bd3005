using System.Diagnostics;
using System.Runtime.InteropServices;
using Hourglass.Cli.InMemory;
using Hourglass.Tests.Training;

namespace Hourglass.Tests.Cli;

/// <summary>The tool as a process of its own.</summary>
public sealed class ProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Help_version_and_exit_codes()
    {
        Assert.Equal((0, "0.1.0\n"), Run("--version"));
        var (code, help) = Run("train", "--help");
        Assert.Equal(0, code);
        Assert.All(
            [
                "--model", "--data", "--binarize", "--epochs", "--seed", "--limit", "--out", "--resume", "--overwrite", "--set",
                "--tensorboard", "--no-report", "--checkpoint-every"
            ],
            option => Assert.Contains(option, help, StringComparison.Ordinal));
        Assert.Equal(1, Run("check", _folder.File("none.ae")).Code);
        Assert.Equal(2, Run("check").Code);
    }

    /// <summary>
    /// Exit codes are those of shells: 128 and the signal's number. SIGINT is not among them: a shell may have told its background jobs to
    /// ignore it.
    /// </summary>
    [Theory]
    [InlineData(15)]
    [InlineData(1)]
    public void Stopped_it_saves_says_how_to_go_on_and_goes_on(int signal)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals between processes are POSIX's.");
        string[] arguments = ["train", Corpus.File("12"), "--limit", "300", "--epochs", "500", "--no-report", "--out", _folder.File("out")];
        using var process = Start(arguments);
        string? line;
        do
        {
            line = process.StandardOutput.ReadLine();
            Assert.NotNull(line);
        }
        while (!line.StartsWith("epoch", StringComparison.Ordinal));

        IgnoredSignals.Skip(process, signal);
        Assert.Equal(0, Signal(process.Id, signal));
        var rest = process.StandardOutput.ReadToEnd();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(128 + signal, process.ExitCode);
        Assert.Contains(_folder.File("out", "model.safetensors"), rest, StringComparison.Ordinal);
        using (var weights = Hourglass.Checkpoints.SafeTensors.Load(_folder.File("out", "model.safetensors")))
        {
            Assert.NotEmpty(weights.Tensors);
        }

        Assert.Contains(_folder.File("out", "checkpoint"), rest, StringComparison.Ordinal);
        Assert.Contains(
            $"hourglass {string.Join(' ', arguments[..2])} --limit 300 --epochs 500 --out {_folder.File("out")} --no-report --resume",
            error,
            StringComparison.Ordinal);

        var epochs = rest.Split('\n').Count(l => l.StartsWith("epoch", StringComparison.Ordinal)) + 1;
        arguments[5] = (epochs + 2).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var resumed = Tool.Run([.. arguments, "--resume"]);
        Assert.Equal((0, ""), (resumed.Code, resumed.Error));
        Assert.DoesNotContain($"epoch {epochs}/", resumed.Out, StringComparison.Ordinal);
    }

    /// <summary>The second start finds the model compiled: the figures are the same, and so is what is kept.</summary>
    [Fact]
    public void An_unchanged_model_is_compiled_once()
    {
        string[] arguments = ["train", Corpus.File("12"), "--limit", "200", "--epochs", "1", "--no-report", "--out"];
        var (first, second) = (_folder.File("first"), _folder.File("second"));
        Assert.Equal(0, Run([.. arguments, first]).Code);
        var kept = Assert.Single(Directory.GetFiles(Cache));
        var written = File.ReadAllBytes(kept);
        Assert.Equal(0, Run([.. arguments, second]).Code);
        Assert.Equal(kept, Assert.Single(Directory.GetFiles(Cache)));
        Assert.Equal(written, File.ReadAllBytes(kept));
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(first, "model.safetensors")),
            File.ReadAllBytes(Path.Combine(second, "model.safetensors")));

        File.WriteAllText(kept, "no assembly");
        Assert.Equal(0, Run([.. arguments, _folder.File("third")]).Code);
        Assert.Equal(written.Length, new FileInfo(kept).Length);
    }

    private string Cache => _folder.File("cache");

    [DllImport("libc", EntryPoint = "kill")]
    internal static extern int Signal(int process, int signal);

    private (int Code, string Output) Run(params string[] args)
    {
        using var process = Start(args);
        var output = process.StandardOutput.ReadToEnd();
        Assert.DoesNotContain("   at ", process.StandardError.ReadToEnd(), StringComparison.Ordinal);
        process.WaitForExit();
        Assert.DoesNotContain('\u001b', output);
        return (process.ExitCode, output.ReplaceLineEndings("\n"));
    }

    private Process Start(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };

        // Beside the threads of the tests' own torch, more than one would only wait.
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment[ModelCache.Variable] = Cache;
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Hourglass.Cli.dll"));
        foreach (var arg in args)
        {
            start.ArgumentList.Add(arg);
        }

        return Process.Start(start)!;
    }
}
