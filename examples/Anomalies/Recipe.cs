using Hourglass;
using Hourglass.Datasets;
using Hourglass.Evaluation;
using Hourglass.Training;

namespace Anomalies;

/// <summary>
/// A model of anomalies.ae learns normal examples alone, and others are scored by several scores in one: one recipe for all tables, and one
/// for all classes of images.
/// </summary>
/// <param name="scores">The scores.</param>
/// <param name="folder">Where checkpoints and reports go; null for nowhere.</param>
/// <param name="stop">Ends the training.</param>
internal sealed class Recipe(IReadOnlyList<ScoreKind> scores, string? folder, CancellationToken stop)
{
    /// <summary>A threshold that this share of normal examples stays below.</summary>
    public const double Quantile = 0.95;

    private static readonly AnomalyDetectorOptions Nearest = new() { Neighbour = 1, Draws = 10 };

    /// <summary>Trains a model and judges it.</summary>
    /// <param name="model">The model, untrained.</param>
    /// <param name="train">Normal examples, without a test split.</param>
    /// <param name="test">The same, with the examples to judge by as the test split.</param>
    /// <param name="anomalies">Which of these are anomalies.</param>
    /// <param name="seed">Of the training.</param>
    /// <param name="name">The folder's name.</param>
    public Judgement Judge(Autoencoder model, Dataset train, Dataset test, bool[] anomalies, int seed, string name)
    {
        var options = new TrainOptions
        {
            Seed = seed,
            OutputFolder = folder is null ? null : Path.Combine(folder, name),
            Cancellation = stop,
        };
        var report = model.TrainOn(train, options);
        stop.ThrowIfCancellationRequested();
        using var data = model.Bind(test);
        var detector = AnomalyDetector.Fit(Walk(model, data, DataSplit.Train, seed), scores, Nearest);
        var pass = Walk(model, data, DataSplit.Test, seed);
        var parts = detector.Parts(pass);
        return Judgement.Of(
            anomalies,
            detector.Combined(parts),
            detector.Threshold(Quantile),
            parts.ToDictionary(part => part.Key.ToString().ToLowerInvariant(), part => part.Value),
            report.Epochs.Sum(epoch => epoch.Seconds));
    }

    private SplitPass Walk(Autoencoder model, BoundDataset data, DataSplit split, int seed) =>
        new(model, data, split) { Seed = seed, Cancellation = stop };
}
