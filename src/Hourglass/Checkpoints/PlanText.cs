using System.Globalization;
using Hourglass.Training;

namespace Hourglass.Checkpoints;

/// <summary>A plan in the words of <c>train { ... }</c>, a setting a line.</summary>
internal static class PlanText
{
    /// <summary>
    /// The settings that must be the same for a training to go on. More epochs only go on longer, unless the learning rate depends on them.
    /// </summary>
    public static IReadOnlyList<string> Of(TrainingPlan plan) =>
    [
        $"optimizer: {plan.Optimizer}",
        $"batch: {Text(plan.Batch)}",
        $"seed: {Text(plan.Seed)}",
        $"schedule: {plan.Schedule.ToString().ToLowerInvariant()}",
        .. plan.Schedule == LearningRateSchedule.Constant ? Array.Empty<string>() : [$"epochs: {Text(plan.Epochs)}"],
        $"clip: {(plan.ClipNorm is { } norm ? $"norm({Text(norm)})" : "none")}",
        $"precision: {plan.Precision.ToString().ToLowerInvariant()}",
    ];

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
