namespace Hourglass.Training;

/// <summary>
/// When a phase is over before its last epoch. All of it follows from the figures, so that a resumed training comes to the same end.
/// </summary>
internal static class EarlyStopping
{
    /// <summary>The epoch with the lowest total on the validation split, the first of equals; null where none has been evaluated.</summary>
    /// <param name="metrics">The figures of the phase's completed epochs.</param>
    public static int? BestEpoch(IEnumerable<EpochMetrics> metrics) =>
        metrics.Where(epoch => epoch.Validation is not null).MinBy(epoch => epoch.Validation![TermAverages.Total])?.Epoch;

    /// <summary>Whether the best epoch lies so far back that the phase is over.</summary>
    /// <param name="phase">The phase.</param>
    /// <param name="metrics">The figures of its completed epochs.</param>
    public static bool IsOver(PhasePlan phase, IReadOnlyList<EpochMetrics> metrics) =>
        phase.Patience is { } patience && BestEpoch(metrics) is { } best && metrics[^1].Epoch - best >= patience;
}
