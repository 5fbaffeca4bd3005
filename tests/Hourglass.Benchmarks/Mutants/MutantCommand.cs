using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Basic.Reference.Assemblies;
using Hourglass.Mutants;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Spectre.Console;

namespace Hourglass.Benchmarks.Mutants;

/// <summary>
/// Models with a slip of the hand, by the hundred thousand: nothing is thrown, nothing is slow, and one mistake gives one error.
/// </summary>
internal static class MutantCommand
{
    private const double Seconds = 1;

    private static readonly string[] Folders =
        ["tests/Corpus", "tests/Hourglass.Tests/Models", "examples/Mnist", "tests/Hourglass.Benchmarks/Steps"];

    /// <summary><c>mutants [--count N] [--seed N] [--roslyn N] [--out FOLDER]</c>, in the repository's folder.</summary>
    public static Command Command()
    {
        var count = new Option<int>("--count") { Description = "How many.", HelpName = "N", DefaultValueFactory = _ => 200_000 };
        var seed = new Option<int>("--seed") { Description = "Of the edits.", HelpName = "N", DefaultValueFactory = _ => 1 };
        var roslyn = new Option<int>("--roslyn")
        {
            Description = "How many of them the C# compiler sees too.",
            HelpName = "N",
            DefaultValueFactory = _ => 500
        };
        var folder = new Option<string?>("--out") { Description = "Where the texts go that are worth a look.", HelpName = "FOLDER" };
        var command = new Command("mutants", "Sends models with one edit through the whole compile, on stacks of 256 KB.")
        {
            count, seed, roslyn, folder,
        };
        command.SetAction(parsed => Run(parsed.GetValue(count), parsed.GetValue(seed), parsed.GetValue(roslyn), parsed.GetValue(folder)));
        return command;
    }

    private static int Run(int count, int seed, int roslyn, string? folder)
    {
        var bases = MutantBase.Read(Folders.Where(Directory.Exists));
        if (bases.Count == 0)
        {
            Console.Error.WriteLine("No models are here: run this in the repository's folder.");
            return 1;
        }

        var watch = Stopwatch.StartNew();
        var report = MutantRun.Run(bases, seed, count, Environment.ProcessorCount, Seconds, roslyn);
        var taken = watch.Elapsed.TotalSeconds;
        var refused = report.Sources
            .Select(item => (item.Mutant, Why: Refused(item.Sources)))
            .Where(item => item.Why is not null)
            .Select(item => new Finding(item.Mutant, item.Why!))
            .ToArray();
        var table = Figures.Table(
            "mutants", "without errors", "exceptions", "over 1 s", "more than three errors", "slowest, s", "C# refused", "seconds");
        table.AddRow(
            Whole(count),
            Whole(report.Right),
            Whole(report.Thrown.Count),
            Whole(report.Slow.Count),
            string.Create(CultureInfo.InvariantCulture, $"{report.Many.Count} ({100.0 * report.Many.Count / count:F3} %)"),
            Figures.Text(report.Slowest),
            $"{Whole(refused.Length)} of {Whole(report.Sources.Count)}",
            Figures.Text(taken, "0"));
        Figures.Print(table);
        Finding[] findings = [.. report.Thrown, .. report.Slow, .. report.Many, .. refused];
        Write(findings, folder);
        return findings.Length == report.Many.Count && report.Many.Count <= count / 5_000 ? 0 : 1;
    }

    /// <summary>
    /// What the C# compiler says of emitted code; null where it takes it. Code of a model with errors declares its signatures, and compiles
    /// too.
    /// </summary>
    private static string? Refused(IReadOnlyList<string> sources)
    {
        var trees = sources.Select(source => CSharpSyntaxTree.ParseText(source));
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            nullableContextOptions: NullableContextOptions.Enable);
        var errors = CSharpCompilation.Create("Mutant", trees, References.All, options).GetDiagnostics()
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)
            .Take(5)
            .Select(error => error.ToString())
            .ToArray();
        return errors.Length == 0 ? null : "C#: " + string.Join(Environment.NewLine, errors);
    }

    private static void Write(IReadOnlyList<Finding> findings, string? folder)
    {
        foreach (var finding in findings.Take(folder is null ? 20 : 0))
        {
            Console.WriteLine($"{finding.Mutant}: {finding.Why}");
        }

        if (folder is not null)
        {
            Directory.CreateDirectory(folder);
            foreach (var finding in findings)
            {
                var comments = string.Concat(finding.Why.Split('\n').Select(line => $"// {line.TrimEnd()}\n"));
                var path = Path.Combine(folder, $"{Whole(finding.Mutant.Number)}.ae");
                File.WriteAllText(path, $"{finding.Mutant.Text}\n// {finding.Mutant}\n{comments}");
            }
        }
    }

    private static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>What emitted code refers to.</summary>
    private static class References
    {
        public static readonly MetadataReference[] All =
        [
            .. Net100.References.All,
            MetadataReference.CreateFromFile(typeof(Autoencoder).Assembly.Location),
            MetadataReference.CreateFromFile(typeof(TorchSharp.torch).Assembly.Location),
        ];
    }
}
