using Hourglass.Metrics;

namespace Hourglass.Evaluation;

/// <summary>How a detector of anomalies scores.</summary>
public sealed record AnomalyDetectorOptions
{
    private readonly int _neighbour = 5;
    private readonly int _compared = 20_000;

    /// <summary>Which neighbour counts, 1 or more, for <see cref="ScoreKind.Neighbour"/> and <see cref="ScoreKind.Input"/>.</summary>
    /// <exception cref="DataException">It is below 1.</exception>
    public int Neighbour
    {
        get => _neighbour;
        init
        {
            Given.AtLeast(1, value);
            _neighbour = value;
        }
    }

    /// <summary>
    /// The most training examples among which neighbours are looked for, 1 or more; of more than these, so many are drawn by the seed.
    /// </summary>
    /// <exception cref="DataException">It is below 1.</exception>
    public int Compared
    {
        get => _compared;
        init
        {
            Given.AtLeast(1, value);
            _compared = value;
        }
    }

    /// <summary>
    /// Draws of the posterior for each example, for <see cref="ScoreKind.Bound"/> and <see cref="ScoreKind.Likelihood"/>.
    /// </summary>
    public int Draws { get; init; } = 100;
}
