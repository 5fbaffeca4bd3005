using System.Text.Json;
using System.Text.Json.Nodes;
using Hourglass.Checkpoints;
using Hourglass.Files;
using Hourglass.Reports;
using Hourglass.Training;

namespace Hourglass.Evaluation;

/// <summary>What an evaluation leaves in the output folder of a training.</summary>
public static class EvaluationFile
{
    /// <summary>The name of the file of figures.</summary>
    public const string Name = "evaluation.json";

    /// <summary>The name of the page.</summary>
    public const string PageName = EvaluationPage.Name;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Where the file of figures lies: in the output folder of a training, or beside a file of weights.</summary>
    /// <param name="run">The folder, or the file.</param>
    public static string PathIn(string run) => Path.Combine(FolderOf(run), Name);

    /// <summary>Where the page lies: in the output folder of a training, or beside a file of weights.</summary>
    /// <param name="run">The folder, or the file.</param>
    public static string PagePathIn(string run) => Path.Combine(FolderOf(run), PageName);

    /// <summary>Writes the figures, in the place of the former ones: the file is either as it was or complete.</summary>
    /// <param name="path">The file.</param>
    /// <param name="report">What it holds.</param>
    /// <exception cref="HourglassException">It cannot be written.</exception>
    public static void Write(string path, EvaluationReport report)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(report);
        Guard(path, () => AtomicFile.WriteText(path, JsonSerializer.Serialize(report, HourglassJson.Default.EvaluationReport) + "\n"));
    }

    /// <summary>Writes the page, in the place of the former one: the file is either as it was or complete.</summary>
    /// <param name="path">The file.</param>
    /// <param name="report">What it shows.</param>
    /// <exception cref="HourglassException">It cannot be written.</exception>
    public static void WritePage(string path, EvaluationReport report)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(report);
        Guard(path, () => AtomicFile.WriteText(path, EvaluationPage.Write(report)));
    }

    /// <summary>
    /// Adds the figures to what the training left in its output folder, in the place of a former evaluation's: to <c>metrics.json</c> under
    /// <c>evaluation</c>, and at the end of <c>report.html</c>. Each file is either as it was or complete; one that is not there, or that
    /// the model's training did not write, stays as it is. A training that goes on writes both anew, without them.
    /// </summary>
    /// <param name="run">The output folder; a file of weights has none.</param>
    /// <param name="report">The evaluation.</param>
    /// <returns>False where nothing was added, as a training is under way in the folder.</returns>
    /// <exception cref="HourglassException">A file cannot be written.</exception>
    public static bool AddToTraining(string run, EvaluationReport report)
    {
        ArgumentNullException.ThrowIfNull(run);
        ArgumentNullException.ThrowIfNull(report);
        if (!Directory.Exists(run) || FolderOwner.ModelOf(run) != report.Model)
        {
            return true;
        }

        var added = true;
        Guard(run, () =>
        {
            using var running = RunLock.TryTake(run);
            added = running is not null;
            if (added)
            {
                Change(Path.Combine(run, RunFolder.MetricsName), text => WithFigures(text, report));
                Change(Path.Combine(run, ReportWriter.ReportFile), text => EvaluationPage.AppendTo(text, report));
            }
        });
        return added;
    }

    /// <summary>The numbers of the former text stay as they are written; null where it is no such file.</summary>
    private static string? WithFigures(string text, EvaluationReport report)
    {
        try
        {
            if (JsonNode.Parse(text) is not JsonObject metrics)
            {
                return null;
            }

            var all = JsonSerializer.SerializeToNode(report, HourglassJson.Default.EvaluationReport)!.AsObject();
            metrics["evaluation"] = new JsonObject(
                new[] { "data", "split", "examples", "seed", "figures" }.Select(key => KeyValuePair.Create(key, all[key]?.DeepClone())));
            return metrics.ToJsonString(Indented) + "\n";
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Change(string path, Func<string, string?> change)
    {
        if (RegularFile.Obstacle(path) is null && File.ReadAllText(path) is var text && change(text) is { } changed && changed != text)
        {
            AtomicFile.WriteText(path, changed);
        }
    }

    private static string FolderOf(string run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Directory.Exists(run) ? run : Path.GetDirectoryName(run) ?? "";
    }

    private static void Guard(string path, Action write)
    {
        try
        {
            write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HourglassException($"The figures cannot be written to '{path}': {e.Message} {WriteAdvice.For(e)}.", e);
        }
    }
}
