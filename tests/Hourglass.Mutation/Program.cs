using System.CommandLine;
using System.Globalization;
using Hourglass.Mutation;

var project = new Option<string?>("--project") { Description = "Only this project: Hourglass.Compiler or Hourglass." };
var sample = new Option<int>("--sample") { Description = "Changes drawn of each folder.", DefaultValueFactory = _ => 100 };
var seed = new Option<int>("--seed") { Description = "Of the draw.", DefaultValueFactory = _ => 1 };
var budget = new Option<int>("--budget")
{
    Description = "Seconds of tests for a change, the quickest classes first; what they let pass counts as not noticed.",
    DefaultValueFactory = _ => 60,
};
var workers = new Option<int>("--workers") { Description = "Processes at a time.", DefaultValueFactory = _ => Environment.ProcessorCount };
var work = new Option<string>("--work")
{
    Description = "Where the changed checkout lies.",
    DefaultValueFactory = _ => Path.Combine(Path.GetTempPath(), "hourglass-mutation"),
};
var output = new Option<string?>("--out") { Description = "A file for the page; by default it is printed." };
var command = new RootCommand(
    "Changes the source subtly, one change at a time, and counts how many the tests notice. Run it in a checkout.")
{
    project, sample, seed, budget, workers, work, output,
};
command.SetAction(async (parsed, _) =>
{
    var results = new List<(Mutant Mutant, string? Killer, bool Reached)>();
    foreach (var plan in Plan.All.Where(plan => parsed.GetValue(project) is not { } only || Path.GetFileName(plan.Project) == only))
    {
        var folder = parsed.GetRequiredValue(work);
        var workshop = new Workshop(Directory.GetCurrentDirectory(), folder);
        await workshop.Copy();
        var mutants = await workshop.Build(plan, parsed.GetRequiredValue(sample), parsed.GetRequiredValue(seed));
        var runner = new TestRunner(folder, parsed.GetRequiredValue(budget));
        var classes = await runner.Baseline(plan.Suites, parsed.GetRequiredValue(workers));
        var degree = new ParallelOptions { MaxDegreeOfParallelism = parsed.GetRequiredValue(workers) };
        await Parallel.ForEachAsync(mutants, degree, async (mutant, _) =>
        {
            var reached = classes.Any(test => test.Reached.Contains(mutant.Id));
            var killer = reached ? await runner.Killer(mutant, classes) : null;
            lock (results)
            {
                results.Add((mutant, killer, reached));
                var outcome = killer ?? (reached ? "NOT NOTICED" : "NOT REACHED");
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{results.Count} {outcome} {mutant.File}:{mutant.Line} {mutant.Original} -> {mutant.Replacement}"));
            }
        });
    }

    var page = Score.Page([.. results.OrderBy(result => result.Mutant.Folder, StringComparer.Ordinal)]);
    if (parsed.GetValue(output) is { } file)
    {
        await File.WriteAllTextAsync(file, page);
    }

    Console.WriteLine(page);
});
return await command.Parse(args).InvokeAsync();
