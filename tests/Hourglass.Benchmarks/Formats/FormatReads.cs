using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Hourglass.Benchmarks.Memory;
using Hourglass.Datasets;
using Hourglass.Training;
using Spectre.Console;
using TorchSharp;

namespace Hourglass.Benchmarks.Formats;

/// <summary>
/// How long files of each format take to be read, and how much memory, each in a process of its own; beside NumPy and pandas.
/// </summary>
internal static class FormatReads
{
    private const string ReadName = "read-format";
    private const long Piece = 1000;

    private static readonly Dictionary<string, string> InPython = new(StringComparer.Ordinal)
    {
        [".npy"] = "import numpy; numpy.load(path).sum()",
        [".csv"] = "import pandas; pandas.read_csv(path, dtype='float32').to_numpy().sum()",
        [".parquet"] = "import pandas; pandas.read_parquet(path).to_numpy().sum()",
        [".arrow"] = "import pandas; pandas.read_feather(path).to_numpy().sum()",
        ["idx"] = "import numpy, os; numpy.fromfile(os.path.join(path, 'train-images-idx3-ubyte'), numpy.uint8, offset=16).sum()",
    };

    /// <summary><c>formats</c>.</summary>
    public static Command Command()
    {
        var command = new Command("formats", "Seconds and peak memory of reading files of each format, beside NumPy and pandas.");
        command.SetAction(_ => RunAsync());
        return command;
    }

    /// <summary><c>read-format PATH</c>: one of them, in this process.</summary>
    public static Command ReadCommand()
    {
        var path = new Argument<string>("PATH");
        var command = new Command(ReadName, "Reads one of them, for `formats`.") { path };
        command.SetAction(parsed =>
        {
            var watch = Stopwatch.StartNew();
            using var data = Dataset.Open(parsed.GetRequiredValue(path));
            var sum = data.Stored.Sum(column => Sum(column.Train));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{watch.Elapsed.TotalSeconds} {PeakMemory.Bytes()} {data.Count} {sum}"));
        });
        return command;
    }

    /// <summary>In pieces, as a sum of another type would copy all of them.</summary>
    private static double Sum(torch.Tensor values)
    {
        var sum = 0.0;
        for (var at = 0L; at < values.shape[0]; at += Piece)
        {
            using var scope = torch.NewDisposeScope();
            sum += values.narrow(0, at, Math.Min(Piece, values.shape[0] - at)).sum(torch.ScalarType.Float64).ToDouble();
        }

        return sum;
    }

    private static async Task<int> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("hourglass-formats-").FullName;
        try
        {
            var table = Figures.Table("format", "examples", "file, MB", "seconds", "peak memory, MB", "NumPy or pandas, seconds", "MB");
            foreach (var (format, examples, path) in await FormatFiles.WriteAsync(folder).ConfigureAwait(false))
            {
                var own = ChildProcess.Run(ReadName, path)[0].Split(' ').Select(Number).ToArray();
                var other = OfPython(path);
                table.AddRow(
                    format,
                    Figures.Text(examples, "0"),
                    Figures.Megabytes(Length(path)),
                    Figures.Text(own[0]),
                    Figures.Megabytes(own[1]),
                    Figures.Text(other?.Seconds),
                    other is { } found ? Figures.Megabytes(found.Peak) : Figures.Text(null));
            }

            Figures.Print(table);
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static long Length(string path) => File.Exists(path)
        ? new FileInfo(path).Length
        : new DirectoryInfo(path).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    /// <summary>The same with what Python's users have; null where that is not installed.</summary>
    private static (double Seconds, double Peak)? OfPython(string path)
    {
        if (!InPython.TryGetValue(Path.GetExtension(path) is { Length: > 0 } ending ? ending : Path.GetFileName(path), out var read))
        {
            return null;
        }

        var script = $"import sys, time; path = sys.argv[1]; start = time.perf_counter(); {read}; end = time.perf_counter(); "
            + "peak = next(line for line in open('/proc/self/status') if line.startswith('VmHWM')).split()[1]; "
            + "print(end - start, int(peak) * 1024)";
        var start = new ProcessStartInfo("/usr/bin/python3") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(script);
        start.ArgumentList.Add(path);
        using var process = Process.Start(start)!;
        var text = process.StandardOutput.ReadToEnd();
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 && text.Split(' ') is [var seconds, var peak] ? (Number(seconds), Number(peak)) : null;
    }
}
