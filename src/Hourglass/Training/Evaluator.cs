using Hourglass.Datasets;
using Hourglass.Numerics;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>
/// The objective on examples that do not train. Draws are seeded the same way each time: figures of different epochs differ by the weights
/// alone, and evaluation leaves no trace in the draws of training.
/// </summary>
internal sealed class Evaluator(Autoencoder model, BoundDataset data, TrainingSplit split, int seed, Failures failures)
{
    /// <summary>Every term and the total on the test split; empty where there is none.</summary>
    /// <param name="epoch">Epochs done.</param>
    /// <param name="phase">The phase under way, whose objective and batches these are.</param>
    /// <exception cref="TrainingException">A term is NaN or infinite.</exception>
    public IReadOnlyDictionary<string, double> Test(int epoch, PhasePlan phase) => data.TestCount == 0
        ? new Dictionary<string, double>()
        : Evaluate(data.TestCount, phase, indices => data.TestBatch(indices), bad => failures.TestTerm(bad.Term, bad.Value, epoch));

    /// <summary>
    /// The same on the examples that are set aside, with the weights that the terms come to have: totals of different epochs can be
    /// compared. Null where there are none.
    /// </summary>
    /// <inheritdoc cref="Test"/>
    public IReadOnlyDictionary<string, double>? Validate(int epoch, PhasePlan phase)
    {
        if (split.Validation.Count == 0)
        {
            return null;
        }

        var now = model.Epoch;
        model.Epoch = double.PositiveInfinity;
        try
        {
            return Evaluate(split.Validation.Count, phase, Aside, bad => failures.ValidationTerm(bad.Term, bad.Value, epoch));
        }
        finally
        {
            model.Epoch = now;
        }
    }

    private Batch Aside(Tensor places)
    {
        using var indices = tensor([.. places.data<long>().Select(place => split.Validation[(int)place])], ScalarType.Int64);
        return data.TrainBatch(indices);
    }

    private IReadOnlyDictionary<string, double> Evaluate(
        int count,
        PhasePlan phase,
        Func<Tensor, Batch> gather,
        Func<(string Term, double Value), TrainingException> refuse)
    {
        var training = model.training;
        model.eval();
        try
        {
            using var random = new DrawScope(Seeds.Derive(seed, -1));
            using var noGrad = no_grad();
            var (terms, size) = (model.Description.Objective(phase.Objective).Terms, phase.Batch);
            var (reader, averages) = (new TermReader(terms), new TermAverages(terms));
            for (var first = 0L; first < count; first += size)
            {
                using var scope = NewDisposeScope();
                var indices = arange(first, Math.Min(first + size, count), ScalarType.Int64);
                using var batch = gather(indices);
                var values = model.Untyped.Minimize(batch, phase.Objective);
                if (reader.Read(values.Total, [.. values.Terms]) is { } bad)
                {
                    throw refuse(bad);
                }

                averages.Add(reader.Values, batch.Count);
                NativeHeap.Limit();
            }

            return averages.Means();
        }
        finally
        {
            model.train(training);
        }
    }
}
