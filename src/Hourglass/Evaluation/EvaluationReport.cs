using System.Text.Json.Serialization;
using Hourglass.Datasets;

namespace Hourglass.Evaluation;

/// <summary>A metric that was not computed.</summary>
/// <param name="Metric">Which.</param>
/// <param name="Why">What it would take.</param>
public sealed record LeftOut(string Metric, string Why);

/// <summary>How often each class of a variable was taken for each.</summary>
/// <param name="Variable">The variable.</param>
/// <param name="Counts">A row for each class, a column for each prediction.</param>
public sealed record Confusion(string Variable, IReadOnlyList<IReadOnlyList<long>> Counts)
{
    /// <summary>The names of the classes; null where they are numbers.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Classes { get; init; }
}

/// <summary>What an evaluation found; <c>evaluation.json</c> holds it.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Data">The data's name.</param>
/// <param name="Split">Which examples.</param>
/// <param name="Examples">How many there are.</param>
/// <param name="Seed">The seed of every draw.</param>
/// <param name="Figures">The numbers, metric by metric.</param>
/// <param name="LeftOut">The metrics that do not fit the model or the data.</param>
/// <param name="Confusions">For each variable whose classes the model predicts.</param>
public sealed record EvaluationReport(
    string Model,
    string Data,
    DataSplit Split,
    int Examples,
    int Seed,
    IReadOnlyList<Figure> Figures,
    IReadOnlyList<LeftOut> LeftOut,
    IReadOnlyList<Confusion> Confusions)
{
    /// <summary>How values of single examples are spread: −log p(x), bounds, errors, scores.</summary>
    public IReadOnlyList<Histogram> Histograms { get; init; } = [];

    /// <summary>For each score of anomalies, what thresholds find.</summary>
    public IReadOnlyList<Curve> Curves { get; init; } = [];

    /// <summary>The variance of each of the code's units over the examples; empty where that was not measured.</summary>
    public IReadOnlyList<double> Variances { get; init; } = [];

    /// <summary>Bits of the code against distortion; empty where that was not measured.</summary>
    public IReadOnlyList<RateDistortion> Rates { get; init; } = [];
}
