using Hourglass.Training;

namespace Segmentation;

/// <summary>Hands each piece of progress on, at once.</summary>
internal sealed class Told(Action<TrainingProgress> tell) : IProgress<TrainingProgress>
{
    /// <inheritdoc/>
    public void Report(TrainingProgress value) => tell(value);
}
