using Hourglass.Datasets;

namespace Hourglass.Evaluation;

/// <summary>Evaluates a trained model: every metric that fits the model and the data, or those that are named.</summary>
public static class ModelEvaluation
{
    private static readonly (string Name, Func<EvaluationInput, MetricResult> Of)[] All =
    [
        ("objective", ModelMetrics.Objective),
        ("reconstruction", ModelMetrics.Reconstruction),
        ("likelihood", ModelMetrics.LogLikelihood),
        ("bound", ModelMetrics.LowerBound),
        ("divergence", ModelMetrics.Divergence),
        ("active", CodeMetrics.Active),
        ("classification", ModelMetrics.Classification),
        ("neighbours", CodeMetrics.Neighbours),
        ("probe", CodeMetrics.Probe),
        ("clusters", CodeMetrics.Clusters),
        ("disentanglement", CodeMetrics.Disentanglement),
        ("frechet", ModelMetrics.Frechet),
        ("anomaly", AnomalyMetrics.Anomalies),
        ("rate", CodingMetrics.Rate),
        ("denoising", CodingMetrics.Denoising),
        ("inpainting", CodingMetrics.Inpainting),
    ];

    /// <summary>The names of all metrics, in the order of a report.</summary>
    public static IReadOnlyList<string> Metrics { get; } = [.. All.Select(metric => metric.Name)];

    /// <summary>Evaluates a model.</summary>
    /// <param name="model">The trained model.</param>
    /// <param name="data">The data.</param>
    /// <param name="options">What to measure.</param>
    /// <returns>The figures; metrics that do not fit are left out and say why, unless they are named in
    /// <see cref="EvaluationOptions.Metrics"/>.</returns>
    /// <exception cref="DataException">
    /// The data do not fit the model, there is no such metric, or one that is named does not fit.
    /// </exception>
    /// <exception cref="HourglassException">A term of the objective is not finite.</exception>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public static EvaluationReport Run(Autoencoder model, Dataset data, EvaluationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(data);
        options ??= new EvaluationOptions();
        CheckNames(options.Metrics ?? []);
        using var bound = model.Bind(data, options.Bind);
        var input = new EvaluationInput(model, data, bound, options);
        var (results, leftOut) = (new List<MetricResult>(), new List<LeftOut>());
        foreach (var (name, of) in All.Where(metric => options.Metrics?.Contains(metric.Name) != false))
        {
            var result = of(input);
            results.Add(result);
            if (result.Why is { } why)
            {
                leftOut.Add(options.Metrics is null
                    ? new LeftOut(name, why)
                    : throw new DataException($"The metric '{name}' does not fit {model.Description.Name} on {data.Name}: {why}."));
            }
        }

        return new EvaluationReport(
            model.Description.Name,
            data.Name,
            input.Split,
            input.Pass.Count,
            input.Seed,
            [.. results.SelectMany(result => result.Figures)],
            leftOut,
            [.. results.SelectMany(result => result.Confusions)])
        {
            Histograms = [.. results.SelectMany(result => result.Histograms)],
            Curves = [.. results.SelectMany(result => result.Curves)],
            Variances = [.. results.SelectMany(result => result.Variances)],
            Rates = [.. results.SelectMany(result => result.Rates)],
        };
    }

    private static void CheckNames(IReadOnlyList<string> names)
    {
        if (names.FirstOrDefault(name => !Metrics.Contains(name)) is { } unknown)
        {
            throw new DataException($"There is no metric '{unknown}'; they are {string.Join(", ", Metrics)}.");
        }
    }
}
