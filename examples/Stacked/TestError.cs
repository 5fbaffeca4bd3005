using Hourglass;
using Hourglass.Datasets;
using Hourglass.Evaluation;
using Hourglass.Metrics;

namespace Stacked;

/// <summary>How many test images a classifier gets wrong.</summary>
internal static class TestError
{
    /// <summary>The share of the test images whose most probable class is another.</summary>
    public static double Of(Autoencoder model, Dataset images)
    {
        using var bound = model.Bind(images);
        var (labels, predicted) = ClassPredictions.Of(new SplitPass(model, bound, DataSplit.Test)).Single().Labelled();
        return Classification.ErrorRate(labels, predicted);
    }
}
