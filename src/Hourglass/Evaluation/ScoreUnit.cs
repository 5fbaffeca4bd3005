namespace Hourglass.Evaluation;

/// <summary>
/// Makes a number without a unit of a score: log(1 + s / m) of an error or a distance, m its mean over normal examples, and nats as they
/// are; less the mean over those examples, divided by the standard deviation.
/// </summary>
/// <param name="Scale">m; 0 for a score in nats.</param>
/// <param name="Mean">The mean of what that gives.</param>
/// <param name="Deviation">Its deviation, 1 where it never differs.</param>
internal readonly record struct ScoreUnit(double Scale, double Mean, double Deviation)
{
    /// <summary>Of the scores of normal examples.</summary>
    public static ScoreUnit Of(ScoreKind kind, IReadOnlyList<double> normal)
    {
        var mean = normal.Average();
        var scale = kind is ScoreKind.Bound or ScoreKind.Likelihood ? 0 : mean > 0 ? mean : 1;
        double[] bent = [.. normal.Select(score => Bent(score, scale))];
        var middle = bent.Average();
        var deviation = Math.Sqrt(bent.Average(value => (value - middle) * (value - middle)));
        return new ScoreUnit(scale, middle, deviation > 0 ? deviation : 1);
    }

    /// <summary>A score in deviations from the mean of normal examples.</summary>
    public double From(double score) => (Bent(score, Scale) - Mean) / Deviation;

    private static double Bent(double score, double scale) => scale == 0 ? score : Math.Log(1 + (score / scale));
}
