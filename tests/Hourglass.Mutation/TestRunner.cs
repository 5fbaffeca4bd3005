using System.Diagnostics;
using System.Globalization;

namespace Hourglass.Mutation;

/// <summary>Runs tests of the changed checkout.</summary>
/// <param name="folder">The checkout.</param>
/// <param name="budget">Seconds of tests for a change.</param>
internal sealed class TestRunner(string folder, double budget)
{
    /// <summary>Classes that are run in one process, by their seconds.</summary>
    private const double Together = 10;

    /// <summary>Runs each class once without a change, and notes what it reaches.</summary>
    /// <exception cref="InvalidOperationException">A test fails that should not.</exception>
    public async Task<IReadOnlyList<TestClass>> Baseline(IReadOnlyList<Suite> suites, int workers)
    {
        var names = new List<(Suite Suite, string Name)>();
        foreach (var suite in suites)
        {
            var (_, list) = await Workshop.Run("dotnet", ["exec", Dll(suite), "-list", "classes", "-noLogo", "-noColor"], folder);
            names.AddRange(list.Split('\n', StringSplitOptions.TrimEntries)
                .Where(line => line.StartsWith("Hourglass.", StringComparison.Ordinal) && !line.Contains(' ', StringComparison.Ordinal))
                .Where(line => suite.Only.Count == 0 || suite.Only.Any(start => line.StartsWith(start, StringComparison.Ordinal)))
                .Where(line => !Plan.Skipped.Contains(line[(line.LastIndexOf('.') + 1)..]))
                .Select(line => (suite, line)));
        }

        var classes = new List<TestClass>();
        await Parallel.ForEachAsync(names, new ParallelOptions { MaxDegreeOfParallelism = workers }, async (test, _) =>
        {
            var reached = Path.GetTempFileName();
            var watch = Stopwatch.StartNew();
            var passes = await Passes(test.Suite, [test.Name], -1, reached, TimeSpan.FromMinutes(20));
            var ids = File.ReadLines(reached).Select(line => int.Parse(line, CultureInfo.InvariantCulture)).ToHashSet();
            File.Delete(reached);
            lock (classes)
            {
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(passes ? "" : "FAILS, left out: ")}{test.Name} {watch.Elapsed.TotalSeconds:0.0} s, {ids.Count} changes"));
                if (passes)
                {
                    classes.Add(new TestClass(test.Suite, test.Name, watch.Elapsed.TotalSeconds, ids));
                }
            }
        });
        return classes;
    }

    /// <summary>The class of tests that notices a change, or that does not come to its end with it; null where none does.</summary>
    public async Task<string?> Killer(Mutant mutant, IReadOnlyList<TestClass> classes)
    {
        var spent = 0.0;
        foreach (var group in Groups(classes.Where(test => test.Reached.Contains(mutant.Id))))
        {
            if (spent > budget)
            {
                break;
            }

            spent += group.Sum(test => test.Seconds);
            var limit = TimeSpan.FromSeconds(30 + (4 * group.Sum(test => test.Seconds)));
            if (!await Passes(group[0].Suite, [.. group.Select(test => test.Name)], mutant.Id, null, limit))
            {
                return group.Count == 1 ? group[0].Name : group[0].Suite.Name;
            }
        }

        return null;
    }

    /// <summary>The quickest classes, and those that reach little else, first; several in a process.</summary>
    private static IEnumerable<IReadOnlyList<TestClass>> Groups(IEnumerable<TestClass> classes)
    {
        foreach (var suite in classes.GroupBy(test => test.Suite).OrderBy(suite => suite.Key.Only.Count))
        {
            var group = new List<TestClass>();
            foreach (var test in suite.OrderBy(test => test.Seconds * test.Reached.Count))
            {
                if (group.Count > 0 && group.Sum(other => other.Seconds) + test.Seconds > Together * 2)
                {
                    yield return group;
                    group = [];
                }

                group.Add(test);
            }

            yield return group;
        }
    }

    private async Task<bool> Passes(Suite suite, IReadOnlyList<string> classes, int mutant, string? reached, TimeSpan limit)
    {
        var chosen = classes.SelectMany(name => new[] { "-class", name });
        string[] arguments = ["exec", Dll(suite), "-noLogo", "-noColor", "-stopOnFail", "-maxThreads", "1", .. chosen];
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[Variables.Active] = mutant.ToString(CultureInfo.InvariantCulture);
        start.Environment[Variables.Reached] = reached;
        using var process = Process.Start(start)!;
        using var timeout = new CancellationTokenSource(limit);
        try
        {
            await Task.WhenAll(
                process.StandardOutput.ReadToEndAsync(timeout.Token),
                process.StandardError.ReadToEndAsync(timeout.Token),
                process.WaitForExitAsync(timeout.Token));
            return process.ExitCode == 0;
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            return false;
        }
    }

    private static string Dll(Suite suite) => Path.Combine(suite.Project, "bin", "Release", "net10.0", suite.Name + ".dll");
}
