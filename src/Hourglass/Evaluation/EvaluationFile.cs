using System.Text.Json;
using Hourglass.Checkpoints;

namespace Hourglass.Evaluation;

/// <summary><c>evaluation.json</c> in the output folder of a training.</summary>
public static class EvaluationFile
{
    /// <summary>The file's name.</summary>
    public const string Name = "evaluation.json";

    /// <summary>Where it lies: in the output folder of a training, or beside a file of weights.</summary>
    /// <param name="run">The folder, or the file.</param>
    public static string PathIn(string run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Path.Combine(Directory.Exists(run) ? run : Path.GetDirectoryName(run) ?? "", Name);
    }

    /// <summary>Writes it, in the place of the former one: it is either as it was or complete.</summary>
    /// <param name="path">The file.</param>
    /// <param name="report">What it holds.</param>
    /// <exception cref="HourglassException">It cannot be written.</exception>
    public static void Write(string path, EvaluationReport report)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(report);
        try
        {
            AtomicFile.WriteText(path, JsonSerializer.Serialize(report, HourglassJson.Default.EvaluationReport) + "\n");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new HourglassException($"The figures cannot be written to '{path}': {e.Message} {WriteAdvice.For(e)}.", e);
        }
    }
}
