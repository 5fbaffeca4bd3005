using System.Text.Json.Serialization;
using Hourglass.Datasets;
using Hourglass.Training.Steps;
using Microsoft.Extensions.Logging;

namespace Hourglass.Training;

/// <summary>What to do beyond the model's own plan.</summary>
public sealed record TrainOptions
{
    /// <summary>Epochs instead of the plan's; in a training of several phases, of each.</summary>
    public int? Epochs { get; init; }

    /// <summary>Seed instead of the plan's.</summary>
    public int? Seed { get; init; }

    /// <summary>Examples per step instead of the plan's.</summary>
    public int? Batch { get; init; }

    /// <summary>
    /// The learning rate before its schedule, instead of the plan's; in a training of several phases, of each. Critics keep theirs.
    /// </summary>
    public double? LearningRate { get; init; }

    /// <summary>
    /// The optimizer instead of the plan's, such as <c>OptimizerPlan.Sgd(0.1, momentum: 0.9)</c>; in a training of several phases, of each.
    /// Critics keep theirs. Where it keeps other things than the plan's does, the portable step, which was made for that one, does not run.
    /// </summary>
    public OptimizerPlan? Optimizer { get; init; }

    /// <summary>How the learning rate moves, instead of the plan's; in a training of several phases, in each.</summary>
    public RateSchedule? Schedule { get; init; }

    /// <summary>
    /// Stop once the total on the examples set aside has not fallen for so many epochs, and keep the best epoch's weights, instead of what
    /// the plan says; in a training of several phases, in the last. It needs examples set aside: <see cref="Validate"/>.
    /// </summary>
    public int? Patience { get; init; }

    /// <summary>
    /// The share of the training examples to set aside and evaluate after each epoch, instead of the plan's: from 0 up to below 1.
    /// </summary>
    public double? Validate { get; init; }

    /// <summary>
    /// Examples of a block: blocks are shuffled, and the examples within each, so that a file that is larger than memory is read in
    /// pieces. 0 for one shuffle of all.
    /// </summary>
    public int ShuffleBlock { get; init; }

    /// <summary>
    /// Where to train: the model moves there, and stays. Null for where its weights are. The data stay in the processor's memory; batches
    /// are copied from there while the step before runs.
    /// </summary>
    public TorchSharp.torch.Device? Device { get; init; }

    /// <summary>How the data is brought into the form that the model wants; the precision is the model's own.</summary>
    public BindOptions Bind { get; init; } = new();

    /// <summary>Folder for checkpoints, the report and <c>metrics.json</c>; null writes nothing.</summary>
    public string? OutputFolder { get; init; }

    /// <summary>
    /// Continue from the last checkpoint of <see cref="OutputFolder"/>, bit for bit as if training had never stopped: on the same machine
    /// and, but for the native step, with the same number of libtorch's threads. Model, plan, binding and the content of the data must be
    /// the checkpoint's; the number of epochs may grow, unless the learning rate depends on it, and the kind of step and the device may
    /// change.
    /// </summary>
    public bool Resume { get; init; }

    /// <summary>
    /// Begin anew in <see cref="OutputFolder"/> although the results of another model lie there: they are set aside in its folder
    /// <c>previous</c>, as those of a former training of the same model are without being asked.
    /// </summary>
    public bool Overwrite { get; init; }

    /// <summary>Write the report (pictures and <c>report.html</c>) when training ends.</summary>
    public bool Report { get; init; } = true;

    /// <summary>Write TensorBoard event files under <see cref="OutputFolder"/>.</summary>
    public bool TensorBoard { get; init; }

    /// <summary>Save a checkpoint each so many steps as well as at each epoch's end; 0 for epochs only.</summary>
    public int CheckpointEverySteps { get; init; }

    /// <summary>By which step to train.</summary>
    public StepKind Step { get; init; }

    /// <summary>
    /// Estimate log p(x) of the test split when training ends, from so many draws of the posterior for each example; 0 for not.
    /// </summary>
    public int LikelihoodDraws { get; init; }

    /// <summary>
    /// Measure how much the encoder's gradient scatters when training ends, over so many draws of the codes, 2 or more; 0 for not.
    /// </summary>
    public int GradientDraws { get; init; }

    /// <summary>
    /// Models with the same parameters, by the names of what estimates their gradients: each is given the trained weights and measured in
    /// place of the model. Where there are none, the model itself is measured.
    /// </summary>
    public IReadOnlyDictionary<string, Autoencoder> Estimators { get; init; } = new Dictionary<string, Autoencoder>();

    /// <summary>Called after each step by the thread that trains, before the next one begins.</summary>
    public Action<TrainingProgress>? AfterStep { get; init; }

    /// <summary>Called after each epoch by the thread that trains, when it has been evaluated and saved.</summary>
    public Action<EpochMetrics>? AfterEpoch { get; init; }

    /// <summary>Told each epoch's figures and every notice, as information; null for nobody.</summary>
    public ILogger? Logger { get; init; }

    /// <summary>Stops training after the current step, which is saved first.</summary>
    public CancellationToken Cancellation { get; init; }
}

/// <summary>Where training stands.</summary>
/// <param name="Epoch">One-based.</param>
/// <param name="Epochs">How many there will be.</param>
/// <param name="Step">Steps done in this epoch.</param>
/// <param name="Steps">Steps of an epoch.</param>
/// <param name="Total">The mean of the objective over this epoch so far.</param>
/// <param name="Completed">The epoch that has just ended, or null within one.</param>
public sealed record TrainingProgress(int Epoch, int Epochs, int Step, int Steps, double Total, EpochMetrics? Completed)
{
    /// <summary>A line for the user, such as where a stopped training was saved; usually null.</summary>
    public string? Notice { get; init; }
}

/// <summary>The figures of one epoch. Terms are means over the examples, before their weights.</summary>
/// <param name="Epoch">One-based.</param>
/// <param name="Train">Every term, and <c>total</c>, while training.</param>
/// <param name="Test">The same on the test split after the epoch; empty where there is none.</param>
/// <param name="Seconds">Wall-clock seconds of training, evaluation excluded.</param>
/// <param name="PeakMemoryBytes">The process's peak resident memory so far.</param>
public sealed record EpochMetrics(
    int Epoch,
    IReadOnlyDictionary<string, double> Train,
    IReadOnlyDictionary<string, double> Test,
    double Seconds,
    long PeakMemoryBytes)
{
    /// <summary>
    /// The same on the examples that are set aside (<c>validate</c>), the total with the weights that the terms come to have; null where
    /// there are none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, double>? Validation { get; init; }

    /// <summary>The name of the phase that the epoch is of, whose terms these are; null where phases have no names.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Phase { get; init; }
}

/// <summary>How training went.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Epochs">The figures of every epoch, those before a resume included.</param>
/// <param name="Interrupted">Whether it was stopped before its last epoch.</param>
/// <param name="OutputFolder">Where everything lies, or null.</param>
/// <param name="ReportPath">The report's path, or null.</param>
public sealed record TrainingReport(
    string Model,
    IReadOnlyList<EpochMetrics> Epochs,
    bool Interrupted,
    string? OutputFolder,
    string? ReportPath)
{
    /// <summary>The epoch that was best on the examples that are set aside, one-based; null where there are none.</summary>
    public int? BestEpoch { get; init; }

    /// <summary>Whether training ended before its last epoch because the examples that are set aside got no better.</summary>
    public bool StoppedEarly { get; init; }

    /// <summary>
    /// The mean of log p(x) over the test split, in nats, estimated by importance sampling; null where it was not asked for, the model has
    /// no such likelihood, or there is no test split.
    /// </summary>
    public double? LogLikelihood { get; init; }

    /// <summary>How much the encoder's gradient scatters by each estimator, on one batch; empty where it was not asked for.</summary>
    public IReadOnlyList<GradientSpread> GradientSpreads { get; init; } = [];

    /// <summary>Which step trained, and why a faster one did not.</summary>
    public StepChoice Step { get; init; } = StepChoice.Unknown;

    /// <summary>Which columns of the data fed each variable, in the order of its elements.</summary>
    public IReadOnlyList<ColumnBinding> Columns { get; init; } = [];

    /// <summary>The columns that no variable read, and why.</summary>
    public IReadOnlyList<SetAsideColumn> SetAside { get; init; } = [];
}
