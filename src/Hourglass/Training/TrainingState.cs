using Hourglass.Checkpoints;
using Hourglass.Training.Optimizers;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>
/// Everything that a training needs to go on as if it had never stopped: the position, the sums, the figures, and by way of the model, the
/// optimizer and the generators all tensors.
/// </summary>
/// <param name="model">The model.</param>
/// <param name="draws">What the training draws.</param>
/// <param name="best">The best epoch's weights, kept where training may stop early.</param>
/// <param name="sequence">The phases of the plan in force.</param>
/// <param name="evaluates">Whether a test split, and whether examples that are set aside, are evaluated behind each epoch.</param>
/// <param name="failures">What to say of numbers that are not finite.</param>
/// <param name="identity">What a checkpoint belongs to; asked for when the first one is saved or read, as it reads all data.</param>
internal sealed class TrainingState(
    Autoencoder model,
    DrawScope draws,
    BestWeights best,
    PhaseSequence sequence,
    (bool Test, bool Validation) evaluates,
    Failures failures,
    Func<TrainingIdentity> identity)
{
    private readonly Lazy<TrainingIdentity> _identity = new(identity);
    private readonly IReadOnlyList<PhaseExtent> _phases = sequence.All;
    private List<EpochMetrics> _metrics = [];

    /// <summary>Epochs completed.</summary>
    public int Epoch { get; private set; }

    /// <summary>Steps done in the epoch after those.</summary>
    public int Step { get; set; }

    /// <summary>Steps done in all.</summary>
    public long StepsTotal { get; set; }

    /// <summary>Seconds of training in the epoch under way.</summary>
    public double Seconds { get; set; }

    /// <summary>The sums of the epoch under way.</summary>
    public TermAverages Averages => sequence.Current.Averages;

    /// <summary>The figures of the completed epochs.</summary>
    public IReadOnlyList<EpochMetrics> Metrics => _metrics;

    /// <summary>Whether all epochs are done.</summary>
    public bool IsComplete => Epoch >= _phases[^1].EndEpoch;

    /// <summary>Whether nothing is left to train: all epochs are done, or the last phase has stopped early.</summary>
    public bool IsDone => IsComplete || EarlyStopping.IsOver(_phases[^1].Plan, MetricsOf(_phases[^1]));

    /// <summary>The last phase's best epoch on the examples that are set aside; null where none has been evaluated.</summary>
    public int? BestEpoch => EarlyStopping.BestEpoch(MetricsOf(_phases[^1]));

    /// <summary>The figures of a phase's completed epochs.</summary>
    public IReadOnlyList<EpochMetrics> MetricsOf(PhaseExtent phase) => [.. _metrics.Skip(phase.FirstEpoch).Take(phase.Plan.Epochs)];

    /// <summary>Closes the epoch under way.</summary>
    public void Complete(EpochMetrics metrics)
    {
        _metrics.Add(metrics);
        Epoch++;
        Step = 0;
        Seconds = 0;
        Averages.Reset();
    }

    /// <summary>Saves everything.</summary>
    /// <param name="store">Where to.</param>
    /// <param name="phase">The phase under way.</param>
    /// <exception cref="TrainingException">It cannot be written, or a weight or a number of the optimizer's is NaN or infinite.</exception>
    public void Save(CheckpointStore store, PhaseRun phase)
    {
        using var noGrad = no_grad();
        using var own = draws.State;
        using var global = RandomScope.Capture();
        var weights = model.state_dict();
        var slots = phase.State;
        if (weights.Concat(slots).FirstOrDefault(pair => !TensorValues.IsFinite(pair.Value)).Key is { } key)
        {
            throw Step == 0 ? failures.State(key, Epoch, phase.Steps, StepsTotal) : failures.State(key, Epoch + 1, Step, StepsTotal);
        }

        var unwritten = new CheckpointFile("", "");
        var manifest = new CheckpointManifest(
            CheckpointManifest.CurrentFormat,
            model.Description.Name,
            phase.Objective.Terms,
            _identity.Value,
            phase.Extent.Cut.Examples,
            phase.Extent.Index,
            Epoch,
            Step,
            StepsTotal,
            Averages.Sums,
            Averages.Seen,
            Seconds,
            _metrics,
            unwritten,
            unwritten,
            "")
        {
            BestFile = best.File,
        };
        slots.Add(RandomState.Key, own);
        slots.Add(RandomState.GlobalKey, global);
        best.File = store.Save(manifest, weights, slots, best.File is null ? best.Tensors : null).BestFile;
    }

    /// <summary>Puts everything back as the checkpoint has it, once all of it is known to fit.</summary>
    /// <param name="store">Where it lies.</param>
    /// <param name="begin">Begins the phase that it is of.</param>
    /// <exception cref="TrainingException">It is missing, damaged, or of another model, plan or data.</exception>
    public void Restore(CheckpointStore store, Func<int, PhaseRun> begin)
    {
        var manifest = store.Load();
        var compatibility = new Compatibility(store);
        compatibility.Check(manifest, model.Description.Name, _identity.Value);
        compatibility.CheckPosition(manifest, model.Description, _phases, evaluates);
        var phase = begin(manifest.Phase);
        using (var weights = store.LoadTensors(manifest.ModelFile))
        using (var optimizerFile = store.LoadTensors(manifest.OptimizerFile))
        {
            var ownWeights = model.state_dict();
            var ownSlots = phase.State;
            var slots = optimizerFile.Tensors.Where(pair => pair.Key is not (RandomState.Key or RandomState.GlobalKey)).ToDictionary();
            var isCompiled = model.Description.Definition.Length > 0;
            compatibility.CheckTensors(ownWeights, weights.Tensors, manifest.ModelFile, isCompiled);
            compatibility.CheckTensors(ownSlots, slots, manifest.OptimizerFile, isCompiled);
            if (ScriptedOptimizer.WhyNot(slots, manifest.StepsTotal * phase.Plan.CriticSteps) is { } wrong)
            {
                throw store.Damaged($"in '{manifest.OptimizerFile.Name}', {wrong}");
            }

            var random = store.RandomStatesIn(optimizerFile, manifest.OptimizerFile);
            if (manifest.BestFile is { } file)
            {
                using var bestWeights = store.LoadTensors(file);
                compatibility.CheckTensors(ownWeights, bestWeights.Tensors, file, isCompiled);
                best.Take(bestWeights.Tensors);
                best.File = file;
            }

            using var noGrad = no_grad();
            Copy(weights.Tensors, ownWeights);
            Copy(slots, ownSlots);
            draws.State = random.Own;
            RandomScope.Restore(random.Global);
        }

        Epoch = manifest.Epoch;
        Step = manifest.Step;
        StepsTotal = manifest.StepsTotal;
        Seconds = manifest.Seconds;
        _metrics = [.. manifest.Metrics];
        Averages.Reset(manifest.Sums, manifest.Seen);
    }

    private static void Copy(IReadOnlyDictionary<string, Tensor> from, Dictionary<string, Tensor> to)
    {
        foreach (var (key, target) in to)
        {
            target.copy_(from[key]);
        }
    }
}
