using Hourglass.Datasets;
using Hourglass.Numerics;
using Hourglass.Training;
using static TorchSharp.torch;

namespace Hourglass.Evaluation;

/// <summary>
/// Walks a trained model over a split of data, batch by batch, so that memory does not grow with the data. Meanwhile the model is in
/// evaluation mode, every schedule stands at its end, no gradient passes, and draws come from the seed: a second walk finds the same.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="data">The data, bound to the model's.</param>
/// <param name="split">Which examples.</param>
public sealed class SplitPass(Autoencoder model, BoundDataset data, DataSplit split)
{
    private int _size = 500;

    /// <summary>The model.</summary>
    public Autoencoder Model { get; } = model;

    /// <summary>The data.</summary>
    public BoundDataset Data { get; } = data;

    /// <summary>Which examples.</summary>
    public DataSplit Split { get; } = split;

    /// <summary>How many examples there are.</summary>
    public int Count => Places?.Count ?? (Split == DataSplit.Test ? Data.TestCount : Data.TrainCount);

    /// <summary>The places of some examples of the split, in this order; null for all of it.</summary>
    public IReadOnlyList<long>? Places { get; init; }

    /// <summary>Examples of a batch, 1 or more.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less.</exception>
    public int BatchSize
    {
        get => _size;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            _size = value;
        }
    }

    /// <summary>The seed of every draw; the model's own by default.</summary>
    public int Seed { get; init; } = model?.Description.Plan.Seed ?? 0;

    /// <summary>Told before the first batch and after each.</summary>
    public IProgress<EvaluationProgress>? Progress { get; init; }

    /// <summary>Ends a walk between batches.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>The same walk over some examples of the split.</summary>
    /// <param name="places">Their places in the split, in the order of the walk.</param>
    public SplitPass At(IReadOnlyList<long> places) => new(Model, Data, Split)
    {
        Places = places,
        BatchSize = BatchSize,
        Seed = Seed,
        Progress = Progress,
        Cancellation = Cancellation,
    };

    /// <summary>Walks over the split.</summary>
    /// <param name="what">What is computed, for the progress.</param>
    /// <param name="visit">Given each batch, and the place of its first example in the split.</param>
    /// <exception cref="DataException">The split has no examples.</exception>
    /// <exception cref="OperationCanceledException">It was ended early.</exception>
    public void ForEach(string what, Action<Batch, int> visit)
    {
        ArgumentNullException.ThrowIfNull(visit);
        CheckSome();
        var (training, epoch) = (Model.training, Model.Epoch);
        Model.eval();
        Model.Epoch = double.PositiveInfinity;
        try
        {
            using var random = new DrawScope(Seeds.Derive(Seed, -1));
            using var noGrad = no_grad();
            Progress?.Report(new EvaluationProgress(what, 0, Count));
            for (var first = 0; first < Count; first += BatchSize)
            {
                Cancellation.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                using var batch = Gather(first, Math.Min(first + BatchSize, Count));
                visit(batch, first);
                NativeHeap.Limit();
                Progress?.Report(new EvaluationProgress(what, first + batch.Count, Count));
            }
        }
        finally
        {
            Model.Epoch = epoch;
            Model.train(training);
        }
    }

    /// <summary>What is found of all examples: the rows of each batch, one after another.</summary>
    /// <param name="what">What is computed, for the progress.</param>
    /// <param name="rows">Rows of a batch, <c>[N, ...]</c>; null where the model has none.</param>
    /// <returns><c>[Count, ...]</c> in the processor's memory, the caller's to dispose; null where the model has none.</returns>
    /// <inheritdoc cref="ForEach" path="/exception"/>
    public Tensor? Gather(string what, Func<Batch, Tensor?> rows)
    {
        ArgumentNullException.ThrowIfNull(rows);
        var parts = new List<Tensor>();
        try
        {
            ForEach(what, (batch, _) =>
            {
                if (rows(batch) is { } part)
                {
                    parts.Add(part.detach().cpu().clone().DetachFromDisposeScope());
                }
            });
            return parts.Count == 0 ? null : cat(parts, 0);
        }
        finally
        {
            parts.ForEach(part => part.Dispose());
        }
    }

    /// <summary>A number of each example, <c>[Count]</c>; null where the model has none.</summary>
    /// <inheritdoc cref="Gather(string, Func{Batch, Tensor})"/>
    public double[]? Numbers(string what, Func<Batch, Tensor?> rows)
    {
        using var all = Gather(what, rows);
        using var wide = all?.to_type(ScalarType.Float64);
        return wide?.data<double>().ToArray();
    }

    /// <summary>Tells what is computed now, where that is no walk.</summary>
    internal void Say(string what) => Progress?.Report(new EvaluationProgress(what, 0, 0));

    private Batch Gather(int first, int end)
    {
        using var indices = Places is null
            ? arange((long)first, end, ScalarType.Int64)
            : tensor([.. Places.Skip(first).Take(end - first)], ScalarType.Int64);
        return Split == DataSplit.Test ? Data.TestBatch(indices) : Data.TrainBatch(indices);
    }

    private void CheckSome()
    {
        if (Count == 0)
        {
            var lacks = Split == DataSplit.Test ? "test split; ask for the training split" : "training examples";
            throw new DataException($"The data '{Data.Name}' has no {lacks}.");
        }
    }
}
