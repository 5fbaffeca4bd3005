using System.Diagnostics;
using System.Text.RegularExpressions;
using Hourglass.Cli.Hosting;
using Hourglass.Cli.InMemory;
using Hourglass.Cli.Watching;
using Hourglass.Tests.Training;

namespace Hourglass.Tests.Cli;

/// <summary><c>hourglass watch FILE</c>, with real files.</summary>
public sealed partial class WatchTests : IDisposable
{
    private const string Model = """
        model Small {
          data   x: unit[8]
          encode h = x -> dense(4, relu)
          decode y = h -> dense(8)
          minimize sse(y, x)
        }

        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string File => _folder.File("small.ae");

    [Fact]
    public void A_save_says_what_changed()
    {
        System.IO.File.WriteAllText(File, Model);
        using var watch = new Watch(File);
        watch.Await("watching ");
        Assert.Equal(
            [
                "HH:MM:SS 1 file checked: no errors, N ms",
                "Small: 76 parameters; native step N with batches of 128; portable step N with batches of 128",
                "",
                $"watching '{File}'; Ctrl-C ends it",
            ],
            watch.Taken());
        System.IO.File.WriteAllText(File, Model.Replace("dense(4, relu)", "dense(2, relu)", StringComparison.Ordinal));
        watch.Await("\n\n");
        Assert.Equal(
            [
                "HH:MM:SS 1 file checked: no errors, N ms",
                "Small:",
                "  encode h: dense(4, relu) [4] -> dense(2, relu) [2]",
                "  parameters 76 -> 42 (-34)",
                "    encoder.dense1 36 -> 18",
                "    decoder.dense1 40 -> 24",
            ],
            watch.Taken().Where(line => !line.StartsWith("  memory: ", StringComparison.Ordinal) && line.Length > 0));
    }

    [Fact]
    public void A_comment_changes_nothing_and_the_same_text_is_no_change()
    {
        System.IO.File.WriteAllText(File, Model);
        using var watch = new Watch(File);
        watch.Await("watching ");
        watch.Taken();
        System.IO.File.WriteAllText(File, Model);
        System.IO.File.WriteAllText(File, "// Smaller.\n" + Model);
        watch.Await("\n\n");
        Assert.Equal(
            ["HH:MM:SS 1 file checked: no errors, N ms", "Small: no change in shapes, parameters or memory", ""], watch.Taken());
    }

    /// <summary>What follows is compared with the last state that had none.</summary>
    [Fact]
    public void Errors_are_shown_as_check_does()
    {
        System.IO.File.WriteAllText(File, Model);
        using var watch = new Watch(File);
        watch.Await("watching ");
        watch.Taken();
        System.IO.File.WriteAllText(File, Model.Replace("relu", "relo", StringComparison.Ordinal));
        watch.Await("\n\nHH:MM:SS");
        watch.Await("none\n\n");
        var shown = string.Join('\n', watch.Taken());
        var check = Tool.Run("check", File).Out.Split("1 file checked")[0];
        Assert.StartsWith(check, shown, StringComparison.Ordinal);
        Assert.EndsWith(
            "HH:MM:SS 1 file checked: 1 error, N ms\nSmall has errors; compared when it has none\n", shown, StringComparison.Ordinal);
        System.IO.File.WriteAllText(File, Model.Replace("dense(8)", "dense(6) -> dense(8)", StringComparison.Ordinal));
        watch.Await("\n\n");
        Assert.Contains("  decode y: + dense(6) [6]", watch.Taken());
    }

    /// <summary>Editors write another file and rename it, or remove the old one first.</summary>
    [Fact]
    public void A_save_by_renaming_is_a_save()
    {
        System.IO.File.WriteAllText(File, Model);
        using var watch = new Watch(File);
        watch.Await("watching ");
        watch.Taken();
        System.IO.File.WriteAllText(_folder.File("small.ae~"), Model.Replace("relu", "tanh", StringComparison.Ordinal));
        System.IO.File.Move(_folder.File("small.ae~"), File, overwrite: true);
        watch.Await("\n\n");
        Assert.Contains("  encode h: dense(4, relu) [4] -> dense(4, tanh) [4]", watch.Taken());
        System.IO.File.Delete(File);
        watch.Await("is not there; waiting for it\n");
        System.IO.File.WriteAllText(File, Model);
        watch.Await("\n\n");
        Assert.Contains("  encode h: dense(4, tanh) [4] -> dense(4, relu) [4]", watch.Taken());
        Assert.Equal("", watch.Error);
    }

    [Fact]
    public void Imports_are_watched_and_so_are_those_that_come()
    {
        System.IO.File.WriteAllText(_folder.File("sizes.ae"), "const width = 4\n");
        System.IO.File.WriteAllText(File, "import \"sizes.ae\"\n" + Model.Replace("dense(4", "dense(width", StringComparison.Ordinal));
        using var watch = new Watch(File);
        watch.Await($"watching '{File}' and the file that it imports");
        watch.Taken();
        System.IO.File.WriteAllText(_folder.File("sizes.ae"), "const width = 3\n");
        watch.Await("\n\n");
        Assert.Contains("  encode h: dense(4, relu) [4] -> dense(3, relu) [3]", watch.Taken());
        System.IO.File.WriteAllText(
            File, "import \"more.ae\"\n" + Model.Replace("dense(4", "dense(more", StringComparison.Ordinal));
        watch.Await("none\n\n");
        watch.Taken();
        System.IO.File.WriteAllText(_folder.File("more.ae"), "const more = 5\n");
        watch.Await("\n\n");
        Assert.Contains("  encode h: dense(3, relu) [3] -> dense(5, relu) [5]", watch.Taken());
    }

    [Fact]
    public void Models_come_and_go()
    {
        System.IO.File.WriteAllText(File, Model);
        using var watch = new Watch(File);
        watch.Await("watching ");
        watch.Taken();
        System.IO.File.WriteAllText(File, Model.Replace("Small", "Other", StringComparison.Ordinal));
        watch.Await("Small is gone\n\n");
        Assert.StartsWith("new Other: 76 parameters; ", watch.Taken()[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_missing_at_the_start_is_an_error()
    {
        var result = Tool.Run("watch", _folder.File("none.ae"));
        Assert.Equal((1, "", $"error: there is no file '{_folder.File("none.ae")}'.\n"), (result.Code, result.Out, result.Error));
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(15, 143)]
    public void The_process_ends_when_it_is_told(int signal, int code)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals between processes are POSIX's.");
        System.IO.File.WriteAllText(File, Model);
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment[ModelCache.Variable] = _folder.File("cache");
        foreach (var word in new[] { Path.Combine(AppContext.BaseDirectory, "Hourglass.Cli.dll"), "watch", File })
        {
            start.ArgumentList.Add(word);
        }

        using var process = Process.Start(start)!;
        string? line;
        do
        {
            line = process.StandardOutput.ReadLine();
            Assert.NotNull(line);
            Assert.DoesNotContain('\u001b', line);
        }
        while (!line.StartsWith("watching ", StringComparison.Ordinal));

        IgnoredSignals.Skip(process, signal);
        ProcessTests.Signal(process.Id, signal);
        process.WaitForExit();
        Assert.Equal((code, "", ""), (process.ExitCode, process.StandardOutput.ReadToEnd(), process.StandardError.ReadToEnd()));
    }

    /// <summary>A watch on a thread of its own, and what it writes.</summary>
    private sealed partial class Watch : IDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

        private readonly CancellationTokenSource _end = new();
        private readonly Waited _out = new();
        private readonly StringWriter _error = new();
        private readonly Task _running;

        public Watch(string file) => _running = Task.Run(
            () => new FileWatch(ToolConsole.Of(_out, _error), file, null, TimeProvider.System).Run(_end.Token));

        public string Error => _error.ToString();

        /// <summary>Waits until a text has been written; clocks and durations are masked.</summary>
        public void Await(string text) => Assert.True(_out.Await(Mask, text, _running, Patience), $"There is no '{text}' in:\n{_out}");

        /// <summary>All lines so far, which are then forgotten.</summary>
        public string[] Taken() => Mask(_out.Take()).TrimEnd('\n').Split('\n') is var lines && _out.EndsInBlank ? [.. lines, ""] : lines;

        public void Dispose()
        {
            _end.Cancel();
            _running.GetAwaiter().GetResult();
            _end.Dispose();
        }

        private static string Mask(string text) =>
            Bytes().Replace(Milliseconds().Replace(Clock().Replace(text, "HH:MM:SS"), ", N ms"), " step N with");

        [GeneratedRegex(@"\b\d\d:\d\d:\d\d\b")]
        private static partial Regex Clock();

        [GeneratedRegex(@", \d+ ms\b")]
        private static partial Regex Milliseconds();

        [GeneratedRegex(@" step [0-9.]+ [kM]?B with")]
        private static partial Regex Bytes();
    }

    /// <summary>A writer whose reader may wait for what comes.</summary>
    private sealed class Waited : StringWriter
    {
        private readonly Lock _lock = new();
        private readonly SemaphoreSlim _written = new(0);

        public Waited() => NewLine = "\n";

        public bool EndsInBlank { get; private set; }

        public override void Write(char value) => Locked(() => base.Write(value));

        public override void Write(char[] buffer, int index, int count) => Locked(() => base.Write(buffer, index, count));

        public override void Write(string? value) => Locked(() => base.Write(value));

        public override string ToString() => Locked(() => base.ToString());

        public string Take() => Locked(() =>
        {
            var text = base.ToString();
            EndsInBlank = text.EndsWith("\n\n", StringComparison.Ordinal);
            GetStringBuilder().Clear();
            return text;
        });

        public bool Await(Func<string, string> mask, string text, Task running, TimeSpan patience)
        {
            var waited = Stopwatch.StartNew();
            while (!mask(ToString()).Contains(text, StringComparison.Ordinal))
            {
                if (running.IsCompleted || waited.Elapsed > patience)
                {
                    return mask(ToString()).Contains(text, StringComparison.Ordinal);
                }

                _written.Wait(TimeSpan.FromMilliseconds(200));
            }

            return true;
        }

        private void Locked(Action write)
        {
            lock (_lock)
            {
                write();
            }

            _written.Release();
        }

        private T Locked<T>(Func<T> read)
        {
            lock (_lock)
            {
                return read();
            }
        }
    }
}
