using Hourglass.Cli.Hosting;
using Hourglass.Damage;
using Hourglass.Datasets;
using Hourglass.Tests.Training;
using Hourglass.Training;

namespace Hourglass.Tests.Checkpoints;

/// <summary>Damage of every kind, some of each; the benchmarks' <c>damage</c> sends thousands through the tool.</summary>
public class DamageTests
{
    private const int OfEachKind = 3;

    [Fact]
    public void Whatever_is_damaged_is_refused_clearly_or_still_possible()
    {
        using var folder = new TemporaryFolder();
        var (file, table) = TinyRun.Write(folder.Path);
        using var model = TinyRun.Create(file);
        TinyRun.Train(model, table, folder.File("run"));

        // What the tool does behind its command line, with a model that is compiled once.
        (int Code, string Error) Resume(string run)
        {
            using var error = new StringWriter { NewLine = "\n" };
            try
            {
                using var data = Dataset.FromCsv(table);
                var report = model.TrainOn(data, new TrainOptions { OutputFolder = run, Report = false, Resume = true });
                Assert.Equal((2, false), (report.Epochs.Count, report.Interrupted));
                return (ExitCodes.Success, "");
            }
            catch (Exception e)
            {
                return (Hourglass.Cli.Hosting.Failures.Print(ToolConsole.Of(TextWriter.Null, error), e), error.ToString());
            }
        }

        var whole = new Checkpoint(folder.File("run"));
        var results = DamageRun.Run(whole, seed: 7, first: 0, count: OfEachKind * DamageKind.All.Count, Resume).ToList();
        Assert.DoesNotContain(results, result => result.Outcome is DamageOutcome.Wrong or DamageOutcome.Aborted);
        Assert.All(DamageKind.All, kind => Assert.Equal(OfEachKind, results.Count(result => result.Kind == kind.Name)));
        Assert.True(results.Count(result => result.Outcome == DamageOutcome.Damaged) > results.Count / 2);

        // And the undamaged one goes on.
        Assert.Equal((ExitCodes.Success, ""), Resume(whole.CopyTo(folder.File("copy")).Folder));
    }
}
