using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Hourglass.Benchmarks.Steps;
using Hourglass.Datasets;
using Hourglass.Training.Steps;
using Spectre.Console;
using static TorchSharp.torch;

namespace Hourglass.Benchmarks.Sweep;

/// <summary>How the cost of a step grows with the width and with the batch.</summary>
internal static class StepSweep
{
    private const double BlockMilliseconds = 80;
    private const int Batch = 128;
    private const int Hidden = 400;

    /// <summary>A multiple of every batch: no smaller one ends an epoch.</summary>
    private const int Examples = 16384;

    private static readonly StepKind[] Kinds = [StepKind.Readable, StepKind.Portable, StepKind.Native];

    private static readonly (int Hidden, Func<Autoencoder> Create)[] Models =
    [
        (100, () => new SweepVae100()),
        (200, () => new SweepVae200()),
        (400, () => new SweepVae400()),
        (800, () => new SweepVae800()),
        (1600, () => new SweepVae1600()),
        (3200, () => new SweepVae3200()),
    ];

    private static readonly int[] Batches = [16, 32, 64, 128, 256, 512, 1024, 2048, 4096];

    /// <summary><c>sweep [--plot FILE] [--rounds N]</c>.</summary>
    public static Command Command()
    {
        var plot = new Option<string?>("--plot") { Description = "Where to draw the figures, an .svg or a .png file.", HelpName = "FILE" };
        var rounds = new Option<int>("--rounds") { Description = "Blocks of each.", HelpName = "N", DefaultValueFactory = _ => 7 };
        var command = new Command("sweep", "The cost of a step of the variational autoencoder 784-h-20 by width and by batch.")
        {
            plot, rounds
        };
        command.SetAction(parsed => Run(parsed.GetValue(plot), parsed.GetValue(rounds)));
        return command;
    }

    private static void Run(string? plot, int rounds)
    {
        set_num_threads(Environment.ProcessorCount);
        using var data = Dataset.Digits(Examples, testCount: 0);
        var byHidden = new SweepSeries(
            "hidden units (batch 128)",
            "h",
            [.. Models.Select(model => Measure(data, model.Hidden, model.Create, Batch, rounds))]);
        var middle = Models.Single(model => model.Hidden == Hidden).Create;
        var byBatch = new SweepSeries(
            "batch (400 hidden units)",
            "batch",
            [.. Batches.Select(batch => Measure(data, batch, middle, batch, rounds))]);
        foreach (var series in (SweepSeries[])[byHidden, byBatch])
        {
            Print(series);
            Console.WriteLine();
        }

        if (plot is not null)
        {
            SweepPlot.Write(plot, [byHidden, byBatch]);
        }
    }

    private static SweepPoint Measure(Dataset data, int x, Func<Autoencoder> model, int batch, int rounds)
    {
        IWork[] works = [.. Kinds.Select(kind => new EmittedWork(model(), data, kind, batch))];
        var measured = Blocks.ByTurns(works, StepsOfBlock(works), rounds);
        foreach (var work in works)
        {
            work.Dispose();
        }

        return new SweepPoint(x, measured[0].Milliseconds, measured[1].Milliseconds, measured[2].Milliseconds);
    }

    /// <summary>As many as the slowest kind does in the time of a block, by its second step.</summary>
    private static int StepsOfBlock(IWork[] works)
    {
        works[0].Step();
        var watch = Stopwatch.StartNew();
        works[0].Step();
        return Math.Clamp((int)(BlockMilliseconds / watch.Elapsed.TotalMilliseconds), 1, 100);
    }

    private static void Print(SweepSeries series)
    {
        var table = Figures.Table(series.Short, "readable, ms", "portable, ms", "native, ms");
        foreach (var point in series.Points)
        {
            table.AddRow([
                point.X.ToString(CultureInfo.InvariantCulture),
                Figures.Text(point.Readable),
                Figures.Text(point.Portable),
                Figures.Text(point.Native)
            ]);
        }

        Figures.Print(table);
    }
}

/// <summary>Milliseconds of a step at a point.</summary>
internal sealed record SweepPoint(int X, double Readable, double Portable, double Native);

/// <summary>Points along an axis.</summary>
/// <param name="Axis">What grows, as a diagram says it.</param>
/// <param name="Short">The same in a word.</param>
/// <param name="Points">The points.</param>
internal sealed record SweepSeries(string Axis, string Short, IReadOnlyList<SweepPoint> Points);
