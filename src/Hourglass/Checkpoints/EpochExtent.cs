using Hourglass.Datasets;

namespace Hourglass.Checkpoints;

/// <summary>How long an epoch is.</summary>
/// <param name="Cut">Its batches.</param>
/// <param name="HasTest">Whether a test split is evaluated behind it.</param>
internal sealed record EpochExtent(BatchCut Cut, bool HasTest)
{
    /// <summary>Examples of the training split.</summary>
    public int Examples => Cut.Examples;

    /// <summary>Steps.</summary>
    public int Steps => Cut.Steps;

    /// <summary>How many examples so many steps of an epoch see.</summary>
    public long SeenAfter(int steps) => Cut.Before(steps);
}
