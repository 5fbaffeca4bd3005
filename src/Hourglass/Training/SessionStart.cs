using Hourglass.Checkpoints;

namespace Hourglass.Training;

/// <summary>How a training begins in its folder: anew, or where a checkpoint left off.</summary>
internal static class SessionStart
{
    /// <summary>Takes the folder, and goes on from its checkpoint where that is asked for.</summary>
    /// <returns>What there is to tell.</returns>
    /// <exception cref="TrainingException">There is nothing to resume from, or it is damaged, or of another model, plan or
    /// data.</exception>
    public static IReadOnlyList<string> Begin(
        string model,
        RunFolder? folder,
        CheckpointStore? checkpoints,
        TrainOptions options,
        TrainingState state,
        PhaseSequence phases)
    {
        var notices = new List<string>();
        folder?.Take();
        if (options.Resume)
        {
            var store = checkpoints
                ?? throw new TrainingException("There is nothing to resume from: name the output folder of an earlier run.");
            state.Restore(store, phases.Enter);
            folder!.GoOn(model);
        }
        else if (folder?.Begin(model, options.Overwrite) is { } former)
        {
            notices.Add(
                $"Training starts anew. The results of the former training are set aside in '{former}'; resume from there to continue it.");
        }

        if (options.TensorBoard)
        {
            folder?.OpenEvents();
        }

        return notices;
    }
}
