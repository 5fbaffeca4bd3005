using Hourglass.Compiler.Tests.Docs;
using Hourglass.Mutants;

namespace Hourglass.Compiler.Tests.Syntax;

/// <summary>Models with a slip of the hand, through the whole compile; the benchmarks' command <c>mutants</c> runs many more.</summary>
public class MutantTests
{
    private const int Count = 2_000;

    [Fact]
    public void Two_thousand_slips_of_the_hand_break_nothing_and_give_few_errors_each()
    {
        string[] folders = ["Corpus", "Hourglass.Tests/Models"];
        var bases = MutantBase.Read(folders.Select(folder => Path.Combine(Repository.Root, "tests", folder)));
        Assert.InRange(bases.Count, 80, 1_000);
        var report = MutantRun.Run(bases, seed: 2, Count, threads: 2, seconds: 10, sample: 0);
        Assert.Empty(report.Thrown.Select(Describe));
        Assert.Empty(report.Slow.Select(Describe));
        Assert.InRange(report.Right, Count / 20, Count / 4);
        Assert.True(report.Many.Count <= Count / 1_000, string.Join(Environment.NewLine, report.Many.Select(Describe)));
    }

    private static string Describe(Finding finding) => $"{finding.Mutant}: {finding.Why}{Environment.NewLine}{finding.Mutant.Text}";
}
