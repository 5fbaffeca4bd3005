using Hourglass.Metrics;

namespace Anomalies;

/// <summary>How well scores tell anomalies.</summary>
/// <param name="Scores">The scores of the test examples, <c>[N]</c>.</param>
/// <param name="Area">Area under the ROC curve.</param>
/// <param name="Precision">Average precision.</param>
/// <param name="F1">F1 at the threshold.</param>
/// <param name="Parts">The area of each score by itself.</param>
/// <param name="Seconds">Of training.</param>
internal sealed record Judgement(
    double[] Scores,
    double Area,
    double Precision,
    double F1,
    IReadOnlyDictionary<string, double> Parts,
    double Seconds)
{
    /// <summary>Judges scores.</summary>
    public static Judgement Of(
        bool[] anomalies, double[] scores, double threshold, IReadOnlyDictionary<string, double[]> parts, double seconds) => new(
        scores,
        Roc.Area(anomalies, scores),
        PrecisionRecall.Average(anomalies, scores),
        Detection.At(anomalies, scores, threshold).F1,
        parts.ToDictionary(part => part.Key, part => Roc.Area(anomalies, part.Value)),
        seconds);
}
