namespace Hourglass.Evaluation;

/// <summary>A point of a curve.</summary>
/// <param name="X">To the right.</param>
/// <param name="Y">Upwards.</param>
public readonly record struct CurvePoint(double X, double Y);

/// <summary>What thresholds of a score find.</summary>
/// <param name="Kind"><c>ROC</c>, or <c>precision and recall</c>.</param>
/// <param name="Score">The score, such as <c>reconstruction</c>.</param>
/// <param name="Points">False against true positive rate, or recall against precision: of all thresholds, or of up to 500 at equal places
/// among them, the first and the last included.</param>
public sealed record Curve(string Kind, string Score, IReadOnlyList<CurvePoint> Points)
{
    /// <summary>The kind of <see cref="Metrics.Roc"/>.</summary>
    internal const string Roc = "ROC";

    /// <summary>The kind of <see cref="Metrics.PrecisionRecall"/>.</summary>
    internal const string PrecisionRecall = "precision and recall";

    private const int Most = 500;

    /// <summary>A curve of some of the points.</summary>
    internal static Curve Of(string kind, string score, IReadOnlyList<CurvePoint> points) => new(
        kind,
        score,
        points.Count <= Most
            ? points
            : [.. Enumerable.Range(0, Most).Select(i => points[(int)((long)i * (points.Count - 1) / (Most - 1))])]);
}
