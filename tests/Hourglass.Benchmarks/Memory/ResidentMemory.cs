using System.CommandLine;
using System.Globalization;
using Hourglass.Training.Steps;
using Spectre.Console;

namespace Hourglass.Benchmarks.Memory;

/// <summary>Whether memory stays where it is over a long training, and whether it is as much as was foreseen.</summary>
internal static class ResidentMemory
{
    private const double LargestDeviation = 5e6;

    /// <summary>glibc keeps freed memory for later; at a fixed threshold it hands every larger block back at once.</summary>
    private static readonly Dictionary<string, string> HandedBack = new(StringComparer.Ordinal) { ["MALLOC_MMAP_THRESHOLD_"] = "131072" };

    private static readonly StepKind[] Kinds = [StepKind.Native, StepKind.Portable];

    /// <summary><c>resident [--steps N] [--batch N]</c>.</summary>
    public static Command Command()
    {
        var steps = new Option<int>("--steps")
        {
            Description = "Steps of the long run.",
            HelpName = "N",
            DefaultValueFactory = _ => 100_000
        };
        steps.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() <= ResidentRun.FirstReading)
            {
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"More than {ResidentRun.FirstReading} steps are needed."));
            }
        });
        var batch = new Option<int>("--batch")
        {
            Description = "The batch of the comparison with what was foreseen.",
            HelpName = "N",
            DefaultValueFactory = _ => 4096
        };
        var command = new Command(
            "resident",
            "Resident memory over a long training, and beside what the compiler foresees. Exit code 1 where it moves by more than 5 MB.")
        {
            steps, batch
        };
        command.SetAction(parsed => Run(parsed.GetValue(steps), parsed.GetValue(batch)));
        return command;
    }

    private static int Run(int steps, int batch)
    {
        var runs = Kinds.Select(
            kind => ChildProcess.Run(ResidentRun.Name, kind.ToString(), Text(steps)).Select(ResidentReading.Parse).ToArray()).ToArray();
        PrintReadings(runs);
        Console.WriteLine();
        var deviations = runs.Select(Deviation).ToArray();
        PrintSummary(runs, deviations);
        Console.WriteLine();
        PrintPeaks(batch);
        return deviations.Any(deviation => deviation > LargestDeviation) ? 1 : 0;
    }

    private static void PrintReadings(ResidentReading[][] runs)
    {
        var table = Figures.Table(Kinds.Select(kind => $"{Name(kind)}, MB resident").Prepend("step"));
        for (var i = 0; i < runs[0].Length; i++)
        {
            table.AddRow([Text(runs[0][i].Step), .. runs.Select(run => Figures.Megabytes(run[i].Resident))]);
        }

        Figures.Print(table);
    }

    private static void PrintSummary(ResidentReading[][] runs, double[] deviations)
    {
        var table = Figures.Table(
            "step",
            string.Create(CultureInfo.InvariantCulture, $"largest deviation from step {ResidentRun.FirstReading}, MB"),
            "managed bytes a step, training thread",
            "all threads");
        for (var i = 0; i < runs.Length; i++)
        {
            var (first, last) = (runs[i][0], runs[i][^1]);
            var steps = (double)(last.Step - first.Step);
            table.AddRow(
                Name(Kinds[i]),
                Figures.Megabytes(deviations[i]),
                Figures.Text((last.OnThread - first.OnThread) / steps, "0"),
                Figures.Text((last.OnAll - first.OnAll) / steps, "0"));
        }

        Figures.Print(table);
    }

    private static void PrintPeaks(int batch)
    {
        var predicted = PredictedMemory.Vae();
        var table = Figures.Table(
            string.Create(CultureInfo.InvariantCulture, $"step, batch {batch}"),
            "foreseen, MB",
            "measured, MB",
            "ratio",
            "measured, freed memory handed back at once, MB",
            "ratio");
        foreach (var kind in Kinds)
        {
            var measured = Bytes(ChildProcess.Run(PeakRun.Name, kind.ToString(), Text(batch)));
            var inUse = Bytes(ChildProcess.Run(HandedBack, PeakRun.Name, kind.ToString(), Text(batch)));
            var foreseen = predicted.Single(memory => memory.Step == Name(kind)).Peak(batch);
            table.AddRow(
                Name(kind),
                Figures.Megabytes(foreseen),
                Figures.Megabytes(measured),
                Figures.Text(measured / (double)foreseen),
                Figures.Megabytes(inUse),
                Figures.Text(inUse / (double)foreseen));
        }

        Figures.Print(table);
    }

    private static long Bytes(IReadOnlyList<string> lines) => long.Parse(lines[^1], CultureInfo.InvariantCulture);

    private static double Deviation(ResidentReading[] run) => run.Max(reading => Math.Abs(reading.Resident - run[0].Resident));

    private static string Name(StepKind kind) => kind.ToString().ToLowerInvariant();

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
