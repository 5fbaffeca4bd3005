using Hourglass.Datasets;
using Hourglass.Metrics;
using Hourglass.Training;

namespace Hourglass.Evaluation;

/// <summary>What metrics read: walks over the data, and what several of them need, found once.</summary>
internal sealed class EvaluationInput
{
    private readonly Dataset _dataset;
    private readonly BoundDataset _data;
    private readonly Lazy<Points?> _codes;
    private readonly Lazy<CodeSets?> _labelled;

    public EvaluationInput(Autoencoder model, Dataset dataset, BoundDataset data, EvaluationOptions options)
    {
        (Model, _dataset, _data, Options) = (model, dataset, data, options);
        Seed = options.Seed ?? model.Description.Plan.Seed;
        Split = options.Split ?? (data.TestCount > 0 ? DataSplit.Test : DataSplit.Train);
        Pass = Walk(Split);
        LabelColumn = options.Labels ?? dataset.LabelColumn;
        _codes = new(() => CodeMeans.Of(Pass));
        _labelled = new(() => CodeSets.Of(this));
    }

    public Autoencoder Model { get; }

    public EvaluationOptions Options { get; }

    public int Seed { get; }

    public DataSplit Split { get; }

    /// <summary>The examples that are evaluated.</summary>
    public SplitPass Pass { get; }

    public string? LabelColumn { get; }

    /// <summary>The codes of those; null where the model has none.</summary>
    public Points? Codes => _codes.Value;

    /// <summary>Codes with classes, to learn from and to be judged by; null where there are no codes or no classes.</summary>
    public CodeSets? Labelled => _labelled.Value;

    /// <summary>A walk over a split.</summary>
    public SplitPass Walk(DataSplit split) => new(Model, _data, split)
    {
        Seed = Seed,
        Progress = Options.Progress,
        Cancellation = Options.Cancellation,
    };

    /// <summary>The same walk, in batches as training has them.</summary>
    public SplitPass AsInTraining() => new(Model, _data, Split)
    {
        BatchSize = Model.Description.Plan.Phases[^1].Batch,
        Seed = Seed,
        Progress = Options.Progress,
        Cancellation = Options.Cancellation,
    };

    /// <summary>The classes of a column, −1 for a missing one.</summary>
    public int[] Classes(string column, DataSplit split) => [.. _dataset.Classes(column, split)];
}
