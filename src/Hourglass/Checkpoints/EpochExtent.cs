namespace Hourglass.Checkpoints;

/// <summary>How long an epoch is.</summary>
/// <param name="Examples">Examples of the training split.</param>
/// <param name="Batch">Examples of a step; the last may have fewer.</param>
/// <param name="Steps">Steps.</param>
/// <param name="HasTest">Whether a test split is evaluated behind it.</param>
internal sealed record EpochExtent(long Examples, int Batch, int Steps, bool HasTest)
{
    /// <summary>How many examples so many steps of an epoch see.</summary>
    public long SeenAfter(int steps) => Math.Min((long)steps * Batch, Examples);
}
