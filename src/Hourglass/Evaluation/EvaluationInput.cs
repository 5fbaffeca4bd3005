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
    private readonly Lazy<Points?> _trainingCodes;
    private readonly Lazy<CodeSets?> _labelled;
    private readonly Lazy<(SplitPass Pass, bool IsHeldOut)> _heldOut;

    public EvaluationInput(Autoencoder model, Dataset dataset, BoundDataset data, EvaluationOptions options)
    {
        (Model, _dataset, _data, Options) = (model, dataset, data, options);
        Seed = options.Seed ?? model.Description.Plan.Seed;
        Split = options.Split ?? (data.TestCount > 0 ? DataSplit.Test : DataSplit.Train);
        Pass = Walk(Split);
        LabelColumn = options.Labels ?? dataset.LabelColumn;
        _codes = new(() => CodeMeans.Of(Pass));
        _trainingCodes = new(() => Split == DataSplit.Train ? Codes : CodeMeans.Of(Walk(DataSplit.Train)));
        _labelled = new(() => CodeSets.Of(this));
        _heldOut = new(() => HeldOutExamples.Of(Walk(DataSplit.Train)));
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

    /// <summary>The codes of the training examples; null where the model has none.</summary>
    public Points? TrainingCodes => _trainingCodes.Value;

    /// <summary>Codes with classes, to learn from and to be judged by; null where there are no codes or no classes.</summary>
    public CodeSets? Labelled => _labelled.Value;

    /// <summary>The examples by whose scores a threshold is set, and whether they did not train.</summary>
    public (SplitPass Pass, bool IsHeldOut) HeldOut => _heldOut.Value;

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
