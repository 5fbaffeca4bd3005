using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Hourglass.Cli.Hosting;
using Hourglass.Damage;
using Spectre.Console;

namespace Hourglass.Benchmarks.Damage;

/// <summary>
/// Checkpoints damaged in every way, by the thousand, through the tool's own <c>train --resume</c>: only clear messages, exit code 1, and
/// no process that ends. Children do the work, so that one that ends is counted and the rest goes on.
/// </summary>
internal static class DamageCommand
{
    private const string RunName = "damage-run";
    private const string Mark = "#";
    private const int MostShown = 20;

    /// <summary><c>damage [--count N] [--seed N] [--batch N]</c>.</summary>
    public static Command Command()
    {
        var count = new Option<int>("--count") { Description = "How many checkpoints.", HelpName = "N", DefaultValueFactory = _ => 3000 };
        var seed = new Option<int>("--seed") { Description = "Of the damage.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var batch = new Option<int>("--batch")
        {
            Description = "How many a process resumes from.",
            HelpName = "N",
            DefaultValueFactory = _ => 250
        };
        var command = new Command(
            "damage",
            "Resumes from damaged checkpoints by way of the tool. Exit code 1 where one is not refused clearly.")
        {
            count, seed, batch
        };
        command.SetAction(parsed => Run(parsed.GetValue(count), parsed.GetValue(seed), Math.Max(1, parsed.GetValue(batch))));
        return command;
    }

    /// <summary><c>damage-run FOLDER SEED FIRST COUNT</c>, for <c>damage</c> only.</summary>
    public static Command RunCommand()
    {
        var folder = new Argument<string>("FOLDER");
        var numbers = new Argument<int[]>("SEED FIRST COUNT") { Arity = new ArgumentArity(3, 3) };
        var command = new Command(RunName, "One process of damage.") { folder, numbers };
        command.Hidden = true;
        command.SetAction(parsed => Resume(parsed.GetRequiredValue(folder), parsed.GetRequiredValue(numbers)));
        return command;
    }

    private static int Run(int count, int seed, int batch)
    {
        var folder = Directory.CreateTempSubdirectory("damage-run-").FullName;
        try
        {
            var watch = Stopwatch.StartNew();
            var (model, data) = TinyRun.Write(folder);
            using (var tiny = TinyRun.Create(model))
            {
                TinyRun.Train(tiny, data, Path.Combine(folder, "run"));
            }

            var results = new List<DamageResult>();
            while (results.Count < count)
            {
                results.AddRange(Child(folder, seed, results.Count, Math.Min(batch, count - results.Count)));
            }

            return Print(results, watch.Elapsed.TotalSeconds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What a child process gave; where it ended, the damage that ended it comes last.</summary>
    private static List<DamageResult> Child(string folder, int seed, int first, int count)
    {
        var (lines, code) = Memory.ChildProcess.Start(RunName, folder, Text(seed), Text(first), Text(count));
        var results = lines.Select(line => line.Split('\t')).Where(parts => parts is [Mark, _, _, _, _])
            .Select(
                parts =>
                    new DamageResult(
                        int.Parse(parts[1], CultureInfo.InvariantCulture), parts[2], Enum.Parse<DamageOutcome>(parts[3]), parts[4]))
            .ToList();
        if (results.Count < count)
        {
            var number = first + results.Count;
            results.Add(
                new DamageResult(
                    number,
                    DamageKind.Of(seed, number).Kind.Name,
                    DamageOutcome.Aborted,
                    $"The process ended with exit code {Text(code)}."));
        }

        return results;
    }

    private static void Resume(string folder, int[] numbers)
    {
        var (model, data) = TinyRun.Write(folder);
        (int Code, string Error) Tool(string run)
        {
            using var error = new StringWriter { NewLine = "\n" };
            var code = HourglassTool.Run(
                ["train", model, "--data", data, "--out", run, "--resume", "--no-report"], ToolConsole.Of(TextWriter.Null, error));
            return (code, error.ToString());
        }

        foreach (var result in DamageRun.Run(new Checkpoint(Path.Combine(folder, "run")), numbers[0], numbers[1], numbers[2], Tool))
        {
            Console.WriteLine(
                string.Join(
                    '\t',
                    Mark,
                    Text(result.Number),
                    result.Kind,
                    result.Outcome,
                    $"\"{result.Message.ReplaceLineEndings(" ").Replace('\t', ' ')}\""));
        }
    }

    private static int Print(IReadOnlyList<DamageResult> results, double seconds)
    {
        var table = Figures.Table(["damage", "count", .. Enum.GetValues<DamageOutcome>().Select(Name)]);
        foreach (var kind in DamageKind.All.Select(kind => kind.Name))
        {
            Row(table, kind, [.. results.Where(result => result.Kind == kind)]);
        }

        Row(table, "all", results);
        Figures.Print(table);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seconds:0} seconds"));
        var bad = results.Where(result => result.Outcome is DamageOutcome.Wrong or DamageOutcome.Aborted).ToList();
        foreach (var result in bad.Take(MostShown))
        {
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{result.Number}, {result.Kind}: {result.Outcome}: {result.Message}"));
        }

        return bad.Count == 0 ? 0 : 1;
    }

    private static void Row(Table table, string name, IReadOnlyList<DamageResult> results) =>
        table.AddRow(
            [
                name, Text(results.Count),
                .. Enum.GetValues<DamageOutcome>().Select(outcome => Text(results.Count(result => result.Outcome == outcome))),
            ]);

    private static string Name(DamageOutcome outcome) => outcome switch
    {
        DamageOutcome.Damaged => "damaged",
        DamageOutcome.OtherTraining => "another training's",
        DamageOutcome.Refused => "missing, or another format",
        DamageOutcome.WentOn => "still possible, went on",
        DamageOutcome.Wrong => "wrong",
        _ => "process ended",
    };

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
