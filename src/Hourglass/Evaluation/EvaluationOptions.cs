using Hourglass.Datasets;

namespace Hourglass.Evaluation;

/// <summary>What to measure, and how carefully.</summary>
public sealed record EvaluationOptions
{
    /// <summary>The metrics, by the names in <see cref="ModelEvaluation.Metrics"/>; null for all that fit.</summary>
    public IReadOnlyList<string>? Metrics { get; init; }

    /// <summary>Which examples; null for the test split, or the training examples where there is none.</summary>
    public DataSplit? Split { get; init; }

    /// <summary>How the data is brought into the form that the model wants; the precision is the model's own.</summary>
    public BindOptions Bind { get; init; } = new();

    /// <summary>Draws of the posterior for each example, for likelihoods.</summary>
    public int Draws { get; init; } = 100;

    /// <summary>Draws of codes in all, for the parts of the divergence.</summary>
    public int DivergenceDraws { get; init; } = 2000;

    /// <summary>How many neighbours vote, and which one's distance is an anomaly score.</summary>
    public int Neighbours { get; init; } = 5;

    /// <summary>The column of the examples' classes; null for the one that the data's kind or its name tells.</summary>
    public string? Labels { get; init; }

    /// <summary>The columns of the factors that made the data, as classes.</summary>
    public IReadOnlyList<string> Factors { get; init; } = [];

    /// <summary>The classes of <see cref="Labels"/> that are anomalies; empty where none are known.</summary>
    public IReadOnlyList<int> Anomalies { get; init; } = [];

    /// <summary>The share of held-out scores below the threshold of anomalies.</summary>
    public double Quantile { get; init; } = 0.95;

    /// <summary>What numbers of codes are rounded to multiples of; null for a series by how far the codes scatter.</summary>
    public IReadOnlyList<double>? Steps { get; init; }

    /// <summary>How data are corrupted, to be denoised; null where they are not.</summary>
    public DataNoise? Noise { get; init; }

    /// <summary>Which elements are taken away, to be filled in; null where none are.</summary>
    public MissingElements? Missing { get; init; }

    /// <summary>How often the model goes round to fill elements in.</summary>
    public int Rounds { get; init; } = 50;

    /// <summary>A trained model whose code gives the features of Fréchet distances; null for none.</summary>
    public Autoencoder? Features { get; init; }

    /// <summary>The seed of every draw; null for the model's own.</summary>
    public int? Seed { get; init; }

    /// <summary>Told of the progress.</summary>
    public IProgress<EvaluationProgress>? Progress { get; init; }

    /// <summary>Ends the evaluation early.</summary>
    public CancellationToken Cancellation { get; init; }
}
