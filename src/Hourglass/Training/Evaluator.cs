using Hourglass.Datasets;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>
/// The objective on the test split. Draws are seeded the same way each time: figures of different epochs differ by the weights alone, and
/// evaluation leaves no trace in the draws of training.
/// </summary>
internal sealed class Evaluator(Autoencoder model, BoundDataset data, int seed, Failures failures)
{
    /// <summary>Every term and the total; empty where there is no test split.</summary>
    /// <param name="epoch">Epochs done.</param>
    /// <param name="size">Examples of a batch.</param>
    /// <exception cref="TrainingException">A term is NaN or infinite.</exception>
    public IReadOnlyDictionary<string, double> Test(int epoch, int size)
    {
        if (data.TestCount == 0)
        {
            return new Dictionary<string, double>();
        }

        var training = model.training;
        model.eval();
        try
        {
            using var random = new RandomScope(Seeds.Derive(seed, -1));
            using var noGrad = no_grad();
            var reader = new TermReader(model.Description.Terms);
            var averages = new TermAverages(model.Description.Terms);
            for (var first = 0L; first < data.TestCount; first += size)
            {
                using var scope = NewDisposeScope();
                var indices = arange(first, Math.Min(first + size, data.TestCount), ScalarType.Int64);
                using var batch = data.TestBatch(indices);
                var values = model.MinimizeBatch(batch);
                if (reader.Read(values.Total, [.. values.Terms]) is { } bad)
                {
                    throw failures.TestTerm(bad.Term, bad.Value, epoch);
                }

                averages.Add(reader.Values, batch.Count);
            }

            return averages.Means();
        }
        finally
        {
            model.train(training);
        }
    }
}
