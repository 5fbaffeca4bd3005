using Hourglass.Datasets;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>The mean of log p(x) over the test split, by importance sampling (Burda et al., 2016, section 5).</summary>
internal static class LikelihoodEvaluator
{
    /// <summary>Examples at a time.</summary>
    private const int Size = 100;

    /// <summary>The mean, in nats; null where the model or the data have none.</summary>
    /// <param name="model">The trained model.</param>
    /// <param name="data">The data.</param>
    /// <param name="draws">Draws for each example.</param>
    /// <param name="seed">Of the run.</param>
    /// <param name="cancellation">Ends it early, with an exception.</param>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public static double? Mean(Autoencoder model, BoundDataset data, int draws, int seed, CancellationToken cancellation)
    {
        if (draws == 0 || data.TestCount == 0)
        {
            return null;
        }

        var training = model.training;
        model.eval();
        try
        {
            using var random = new DrawScope(Seeds.Derive(seed, -2));
            using var noGrad = no_grad();
            var sum = 0.0;
            for (var first = 0L; first < data.TestCount; first += Size)
            {
                cancellation.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                using var batch = data.TestBatch(arange(first, Math.Min(first + Size, data.TestCount), ScalarType.Int64));
                if (model.Untyped.LogLikelihood(batch, draws) is not { } likelihoods)
                {
                    return null;
                }

                sum += likelihoods.sum(ScalarType.Float64).item<double>();
            }

            return sum / data.TestCount;
        }
        finally
        {
            model.train(training);
        }
    }
}
