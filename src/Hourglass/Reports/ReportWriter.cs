using Hourglass.Checkpoints;
using Hourglass.Datasets;
using Hourglass.Training;
using Hourglass.Training.Steps;

namespace Hourglass.Reports;

/// <summary>Writes the report of a training: <c>report.html</c> and the pictures in it as files beside it.</summary>
internal sealed class ReportWriter(string folder, Autoencoder model, BoundDataset data, TrainingPlan plan, StepChoice step)
{
    /// <summary>The page's file.</summary>
    public const string ReportFile = "report.html";

    /// <summary>All files that it may write.</summary>
    public static IReadOnlyList<string> Files { get; } =
    [
        ReportFile, Pictures.LossesFile, Pictures.ReconstructionsFile, Pictures.SamplesFile, Pictures.LatentFile
    ];

    /// <summary>Writes everything.</summary>
    /// <param name="metrics">The figures of every epoch, at least one.</param>
    /// <param name="best">The last phase's best epoch on the examples that are set aside, where any are.</param>
    /// <param name="spreads">How much gradients scatter, where that was measured.</param>
    /// <returns>The path of <c>report.html</c>.</returns>
    /// <exception cref="TrainingException">A file cannot be written, or pictures cannot be drawn on this system.</exception>
    public string Write(IReadOnlyList<EpochMetrics> metrics, int? best, IReadOnlyList<GradientSpread> spreads)
    {
        if (DrawingLibrary.WhyNot() is { } why)
        {
            throw new TrainingException(
                $"The model is trained and saved in '{folder}', but pictures cannot be drawn here: {why} Add the package "
                + "SkiaSharp.NativeAssets of this platform, or train without a report.");
        }

        var pictures = Draw(metrics);
        try
        {
            File.Delete(Path.Combine(folder, Pictures.LatentFile));
            foreach (var picture in pictures)
            {
                var path = Path.Combine(folder, picture.FileName);
                if (picture.Png is { } png)
                {
                    AtomicFile.WriteBytes(path, png);
                }
                else
                {
                    // One of an earlier training would be taken for this one's.
                    File.Delete(path);
                }
            }

            var parameters = model.parameters().Sum(parameter => parameter.numel());
            var report = Path.Combine(folder, ReportFile);
            AtomicFile.WriteText(
                report,
                HtmlReport.Write(
                    model.Description,
                    Autoencoder.DiagramOf(model),
                    plan,
                    step,
                    data,
                    parameters,
                    metrics,
                    best,
                    spreads,
                    pictures));
            return report;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TrainingException(
                $"The model is trained and saved, but its report cannot be written to '{folder}': {e.Message} {WriteAdvice.For(e)}, "
                + "then resume to write it.",
                e);
        }
    }

    private List<Picture> Draw(IReadOnlyList<EpochMetrics> metrics)
    {
        var pictures = new Pictures(model, data, plan);
        List<Picture> all =
        [
            new Picture("Losses", Pictures.LossesFile, Plots.LossCaption(metrics), Plots.Losses(metrics)),
            pictures.Reconstructions(),
            pictures.Samples(),
        ];
        if (pictures.Latent() is { } latent)
        {
            all.Add(latent);
        }

        return all;
    }
}
