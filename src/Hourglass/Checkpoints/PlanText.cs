using System.Globalization;
using Hourglass.Training;

namespace Hourglass.Checkpoints;

/// <summary>A plan in the words of <c>train { ... }</c>, a setting a line.</summary>
internal static class PlanText
{
    /// <summary>The settings that must be the same for a training to go on.</summary>
    public static IReadOnlyList<string> Of(TrainingPlan plan) =>
        [.. plan.Phases.SelectMany((phase, i) => Of(phase, isLast: i == plan.Phases.Count - 1)), $"seed: {Text(plan.Seed)}"];

    /// <summary>More epochs of the last phase only go on longer, unless the learning rate depends on them.</summary>
    private static IEnumerable<string> Of(PhasePlan phase, bool isLast)
    {
        string[] lines =
        [
            .. phase.Turns.Select(turn => $"optimizer: {turn.Optimizer}"),
            $"batch: {Text(phase.Batch)}",
            $"schedule: {phase.Schedule.ToString().ToLowerInvariant()}",
            .. isLast && phase.Schedule == LearningRateSchedule.Constant ? Array.Empty<string>() : [$"epochs: {Text(phase.Epochs)}"],
            $"clip: {(phase.ClipNorm is { } norm ? $"norm({Text(norm)})" : "none")}",
            $"precision: {phase.Precision.ToString().ToLowerInvariant()}",
        ];
        return phase.Name.Length == 0 ? lines : lines.Select(line => $"{phase.Name}, {line}");
    }

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
