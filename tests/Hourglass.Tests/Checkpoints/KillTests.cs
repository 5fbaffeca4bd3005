using System.Diagnostics;
using System.Runtime.InteropServices;
using Hourglass.Checkpoints;
using Hourglass.Tests.Cli;
using Hourglass.Tests.Training;
using Hourglass.Training;

namespace Hourglass.Tests.Checkpoints;

/// <summary>Kill -9 at random instants, also while a checkpoint is being written.</summary>
public class KillTests
{
    [Fact]
    public void Killed_again_and_again_the_training_ends_as_if_it_never_was()
    {
        using var data = TinyVae.Data(train: 200);
        using var whole = new TinyVae();
        whole.TrainOn(data);

        using var folder = new TemporaryFolder();
        var random = new Random(11);
        for (var kill = 0; kill < 4; kill++)
        {
            // The first steps take longest; after them a step with its checkpoint takes some milliseconds.
            Kill(folder, resume: kill > 0, afterLines: random.Next(1, 16), thenMilliseconds: random.NextDouble() * 8);
        }

        using (var process = Start(folder, resume: true))
        {
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            Assert.EndsWith("done" + Environment.NewLine, output, StringComparison.Ordinal);
            Assert.DoesNotContain("1 1" + Environment.NewLine, output, StringComparison.Ordinal);
        }

        using var weights = SafeTensors.Load(folder.File("model.safetensors"));
        Assert.Equal(whole.Snapshot(), weights.Tensors.ToDictionary(pair => pair.Key, pair => pair.Value.bytes.ToArray()));
        Assert.Equal(3, Directory.GetFiles(folder.File("checkpoint")).Length);
    }

    [Fact]
    public void Ctrl_C_finishes_the_step_saves_and_says_where()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals between processes are POSIX's.");
        using var data = TinyVae.Data(train: 200);
        using var whole = new TinyVae();
        whole.TrainOn(data);

        using var folder = new TemporaryFolder();
        using (var process = Start(folder, resume: false))
        {
            for (var line = 0; line < 4; line++)
            {
                Assert.NotNull(process.StandardOutput.ReadLine());
            }

            IgnoredSignals.Skip(process, 2);
            Assert.Equal(0, Signal(process.Id, 2));
            var output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
            Assert.Contains(
                $"Stopped. The checkpoint is in '{folder.File("checkpoint")}'; resume to continue.",
                output,
                StringComparison.Ordinal);
            Assert.EndsWith("interrupted" + Environment.NewLine, output, StringComparison.Ordinal);
        }

        using var model = new TinyVae();
        model.TrainOn(data, new TrainOptions { OutputFolder = folder.Path, Resume = true, Report = false });
        Assert.Equal(whole.Snapshot(), model.Snapshot());
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Signal(int process, int signal);

    private static void Kill(TemporaryFolder folder, bool resume, int afterLines, double thenMilliseconds)
    {
        using var process = Start(folder, resume);
        for (var line = 0; line < afterLines; line++)
        {
            Assert.NotNull(process.StandardOutput.ReadLine());
        }

        var watch = Stopwatch.StartNew();
        while (watch.Elapsed.TotalMilliseconds < thenMilliseconds)
        {
            Thread.SpinWait(10);
        }

        process.Kill(); // SIGKILL
        process.WaitForExit();
        Assert.NotEqual(0, process.ExitCode);
    }

    /// <summary>A training in a process of its own.</summary>
    internal static Process Start(TemporaryFolder folder, bool resume)
    {
        string Beside(string name) => Path.Combine(AppContext.BaseDirectory, name);
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true
        };
        string[] arguments =
        [
            "exec", "--depsfile", Beside("Hourglass.Tests.deps.json"), "--runtimeconfig", Beside("Hourglass.Tests.runtimeconfig.json"),
            Beside("Hourglass.Tests.Worker.dll"), folder.Path, resume.ToString(),
        ];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }
}
