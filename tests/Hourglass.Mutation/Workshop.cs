using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis.CSharp;

namespace Hourglass.Mutation;

/// <summary>A copy of the checkout, in which changes are made and built.</summary>
/// <param name="source">The checkout.</param>
/// <param name="folder">The copy.</param>
internal sealed partial class Workshop(string source, string folder)
{
    private const int MostBuilds = 12;

    /// <summary>Changed code is not careful code: what a careful build would refuse is let through.</summary>
    private static readonly string[] Options =
    [
        "-c", "Release", "-v", "q", "-nologo", "-p:TreatWarningsAsErrors=false", "-p:WarningLevel=0", "-p:RunAnalyzers=false",
        "-p:EnforceCodeStyleInBuild=false",
    ];

    /// <summary>Copies what git knows of, as it is in the working tree.</summary>
    public async Task Copy()
    {
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }

        var (_, files) = await Run("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], source);
        var known = files.Split('\0', StringSplitOptions.RemoveEmptyEntries);
        foreach (var file in known.Where(file => File.Exists(Path.Combine(source, file))))
        {
            var to = Path.Combine(folder, file);
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(Path.Combine(source, file), to);
        }
    }

    /// <summary>Draws changes of each folder and builds with all of them; those that do not compile are left out.</summary>
    /// <param name="plan">What is changed.</param>
    /// <param name="sample">How many changes of each folder.</param>
    /// <param name="seed">Of the draw.</param>
    public async Task<IReadOnlyList<Mutant>> Build(Plan plan, int sample, int seed)
    {
        var drawn = plan.Folders.SelectMany(name => Draw(plan, name, sample, new Random(seed))).ToList();
        var mutants = drawn.Select((change, id) => new Mutant(
            id,
            Path.GetFileName(change.Folder),
            change.File,
            Line(change.Candidate).Start,
            Line(change.Candidate).End,
            Show(change.Candidate.Node.ToString()),
            Show(change.Candidate.Change(change.Candidate.Node).ToString()))).ToArray();
        for (var build = 0; build < MostBuilds; build++)
        {
            Write(plan, drawn, mutants);
            if (await Compile(plan, mutants))
            {
                return [.. mutants.Where(mutant => mutant.Compiles)];
            }
        }

        throw new InvalidOperationException("The changed checkout does not build.");
    }

    private IEnumerable<(string Folder, string File, Candidate Candidate)> Draw(Plan plan, string name, int sample, Random random)
    {
        var all = Directory.EnumerateFiles(Path.Combine(source, plan.Project, name), "*.cs", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .SelectMany(path => Mutator.Candidates(CSharpSyntaxTree.ParseText(File.ReadAllText(path)).GetRoot())
                .Select(candidate => (Folder: name, File: Path.GetRelativePath(source, path), Candidate: candidate)))
            .ToArray();
        random.Shuffle(all);
        var taken = all.DistinctBy(change => (change.File, change.Candidate.Node.Span)).Take(sample).ToArray();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{plan.Project}/{name}: {taken.Length} of {all.Length} changes"));
        return taken;
    }

    private void Write(Plan plan, List<(string Folder, string File, Candidate Candidate)> drawn, Mutant[] mutants)
    {
        File.WriteAllText(Path.Combine(folder, plan.Project, "MutationSwitch.cs"), Schemata.Switch(mutants.Length));
        foreach (var group in drawn.Index().GroupBy(pair => pair.Item.File))
        {
            var root = group.First().Item.Candidate.Node.SyntaxTree.GetRoot();
            var changes = group.Where(pair => mutants[pair.Index].Compiles)
                .ToDictionary(pair => pair.Item.Candidate.Node, pair => (pair.Index, pair.Item.Candidate));
            File.WriteAllText(Path.Combine(folder, group.Key), Schemata.Write(root, changes));
        }
    }

    private async Task<bool> Compile(Plan plan, Mutant[] mutants)
    {
        var compiles = true;
        foreach (var project in plan.Suites.Select(suite => suite.Project).Prepend(plan.Project))
        {
            var (code, output) = await Run("dotnet", ["build", project, .. Options], folder);
            if (code == 0)
            {
                continue;
            }

            compiles = false;
            var before = mutants.Count(mutant => mutant.Compiles);
            foreach (Match error in ErrorPlace().Matches(output))
            {
                var line = int.Parse(error.Groups[2].Value, CultureInfo.InvariantCulture);
                var file = error.Groups[1].Value;
                foreach (var mutant in mutants.Where(mutant => mutant.Holds(file, line)))
                {
                    mutant.Compiles = false;
                }
            }

            var left = mutants.Count(mutant => mutant.Compiles);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{before - left} changes do not compile"));
            return left < before ? false : throw new InvalidOperationException(output);
        }

        return compiles;
    }

    /// <summary>Runs a program to its end.</summary>
    internal static async Task<(int Code, string Output)> Run(string program, IReadOnlyList<string> arguments, string at)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = at,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, output + await error);
    }

    private static (int Start, int End) Line(Candidate candidate)
    {
        var span = candidate.Node.SyntaxTree.GetLineSpan(candidate.Node.Span);
        return (span.StartLinePosition.Line + 1, span.EndLinePosition.Line + 1);
    }

    private static string Show(string text)
    {
        var line = new StringBuilder(Blanks().Replace(text.Trim(), " "));
        return line.Length <= 90 ? line.ToString() : line.ToString(0, 89) + "…";
    }

    [GeneratedRegex(@"^\s*(\S+\.cs)\((\d+),\d+\): error", RegexOptions.Multiline)]
    private static partial Regex ErrorPlace();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
