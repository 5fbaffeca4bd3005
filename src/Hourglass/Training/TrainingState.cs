using Hourglass.Checkpoints;
using Hourglass.Training.Optimizers;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>Everything that a training needs to go on as if it had never stopped: the position, the sums, the figures, and by way of the model, the optimizer and torch all tensors.</summary>
internal sealed class TrainingState(Autoencoder model, ScriptedOptimizer optimizer, TrainingPlan plan, long examples)
{
    private const string RandomKey = "rng_state";

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
    public TermAverages Averages { get; } = new(model.Description.Terms);

    /// <summary>The figures of the completed epochs.</summary>
    public IReadOnlyList<EpochMetrics> Metrics => _metrics;

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
    /// <exception cref="TrainingException">It cannot be written, or a weight is NaN or infinite.</exception>
    public void Save(CheckpointStore store)
    {
        using var noGrad = no_grad();
        using var random = RandomScope.Capture();
        var weights = model.state_dict();
        if (weights.FirstOrDefault(pair => !IsFinite(pair.Value)).Key is { } key)
        {
            throw new TrainingException(Failures.Weights(key, Step == 0 ? Epoch : Epoch + 1, Step, plan, store));
        }

        var unwritten = new CheckpointFile("", "");
        var manifest = new CheckpointManifest(
            CheckpointManifest.CurrentFormat,
            model.Description.Name,
            model.Description.Fields,
            model.Description.Terms,
            plan,
            examples,
            Epoch,
            Step,
            StepsTotal,
            Averages.Sums,
            Averages.Seen,
            Seconds,
            _metrics,
            unwritten,
            unwritten);
        store.Save(manifest, weights, new Dictionary<string, Tensor>(optimizer.State, StringComparer.Ordinal) { [RandomKey] = random });
    }

    /// <summary>Puts everything back as the checkpoint has it.</summary>
    /// <exception cref="TrainingException">It is missing, damaged, or of another model or plan.</exception>
    public void Restore(CheckpointStore store)
    {
        var manifest = store.Load();
        Compatibility.Check(manifest, model.Description, plan, examples, store.Folder);
        using (var weights = store.LoadTensors(manifest.ModelFile))
        using (var slots = store.LoadTensors(manifest.OptimizerFile))
        {
            var ownWeights = model.state_dict();
            var ownSlots = new Dictionary<string, Tensor>(optimizer.State, StringComparer.Ordinal);
            Compatibility.CheckTensors(ownWeights, weights.Tensors, store.Folder, "model");
            Compatibility.CheckTensors(ownSlots, slots.Tensors.Where(pair => pair.Key != RandomKey).ToDictionary(), store.Folder, "optimizer");
            if (!slots.Tensors.TryGetValue(RandomKey, out var random))
            {
                throw new TrainingException($"The checkpoint in '{store.Folder}' has no random state '{RandomKey}'. Restore it from a copy, or train anew without resuming.");
            }

            using var noGrad = no_grad();
            Copy(weights.Tensors, ownWeights);
            Copy(slots.Tensors, ownSlots);
            RandomScope.Restore(random);
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

    private static bool IsFinite(Tensor tensor)
    {
        if (!tensor.is_floating_point() || tensor.numel() == 0)
        {
            return true;
        }

        // A finite sum proves that all is finite at the price of one read; only another sum needs a closer look, as it may have overflowed.
        using var sum = tensor.sum(ScalarType.Float64);
        if (double.IsFinite(sum.item<double>()))
        {
            return true;
        }

        using var finite = tensor.isfinite();
        using var all = finite.all();
        return all.item<bool>();
    }
}
