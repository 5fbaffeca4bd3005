namespace Hourglass.Evaluation;

/// <summary>What a metric found, or why it does not fit.</summary>
/// <param name="Figures">The numbers.</param>
/// <param name="Why">What it would take, a clause without a full stop; null where there are numbers.</param>
internal sealed record MetricResult(IReadOnlyList<Figure> Figures, string? Why = null)
{
    /// <summary>For each variable whose classes are predicted.</summary>
    public IReadOnlyList<Confusion> Confusions { get; init; } = [];

    /// <summary>How values of single examples are spread.</summary>
    public IReadOnlyList<Histogram> Histograms { get; init; } = [];

    /// <summary>Curves over thresholds.</summary>
    public IReadOnlyList<Curve> Curves { get; init; } = [];

    /// <summary>Of the code's units.</summary>
    public IReadOnlyList<double> Variances { get; init; } = [];

    /// <summary>Rates of the code.</summary>
    public IReadOnlyList<RateDistortion> Rates { get; init; } = [];

    /// <summary>A metric that does not fit.</summary>
    public static MetricResult Lacks(string why) => new([], why);
}
