using System.Globalization;
using Hourglass.Training;

namespace Hourglass.Checkpoints;

/// <summary>A setting in the words of <c>train { ... }</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its value.</param>
/// <param name="IsShown">Whether a reader wants to see it: it is given, or every training has one.</param>
internal sealed record PlanSetting(string Name, string Value, bool IsShown = true);

/// <summary>A plan in the words of <c>train { ... }</c>, a setting a line.</summary>
internal static class PlanText
{
    /// <summary>
    /// The settings that must be the same for a training to go on. More epochs of the last phase only go on longer, unless the learning
    /// rate depends on them; so does more patience.
    /// </summary>
    public static IReadOnlyList<string> Of(TrainingPlan plan) =>
    [
        .. plan.Phases.SelectMany((phase, i) => Of(phase)
            .Where(setting => setting.Name != "epochs" || i < plan.Phases.Count - 1 || phase.Schedule.IsOfShare)
            .Where(setting => setting.IsShown || setting.Name is "schedule" or "clip" or "precision")
            .Select(setting => $"{Before(phase)}{setting.Name}: {(setting.Name == "stop" ? "patience" : setting.Value)}")),
        .. OfWhole(plan).Select(setting => $"{setting.Name}: {setting.Value}"),
    ];

    /// <summary>The settings to show, with the names of phases before those of their settings.</summary>
    public static IEnumerable<PlanSetting> Shown(TrainingPlan plan) => OfWhole(plan)
        .Append(new PlanSetting("init", plan.Initialiser ?? "", plan.Initialiser is not null))
        .Append(new PlanSetting("init", $"from \"{plan.From}\"", plan.From is not null))
        .Concat(plan.Phases.SelectMany(phase => Of(phase).Select(setting => setting with { Name = Before(phase) + setting.Name })))
        .Where(setting => setting.IsShown);

    private static IEnumerable<PlanSetting> OfWhole(TrainingPlan plan)
    {
        yield return new("seed", Text(plan.Seed));
        if (plan.Validate != 0)
        {
            yield return new("validate", Text(plan.Validate));
        }

        if (plan.ShuffleBlock != 0)
        {
            yield return new("shuffle_block", Text(plan.ShuffleBlock));
        }
    }

    private static IEnumerable<PlanSetting> Of(PhasePlan phase) =>
    [
        .. phase.Turns.Select((turn, i) => new PlanSetting(i == 0 ? "optimizer" : "critic", turn.Optimizer.ToString())),
        .. phase.CriticSteps > 1 ? [new PlanSetting("critic_steps", Text(phase.CriticSteps))] : Array.Empty<PlanSetting>(),
        new("update", phase.Update ?? "everything", phase.Update is not null),
        new("freeze", phase.Freeze ?? "nothing", phase.Freeze is not null),
        new("corrupt", phase.Corrupt ?? "nothing", phase.Corrupt is not null),
        new("batch", Text(phase.Batch)),
        new("labelled", phase.Labelled is { } labelled ? Text(labelled) : "as they come", phase.Labelled is not null),
        new("schedule", phase.Schedule.Text, phase.Schedule != RateSchedule.Constant),
        new("epochs", Text(phase.Epochs)),
        new("clip", phase.Clip?.ToString() ?? "none", phase.Clip is not null),
        new("precision", phase.Precision.ToString().ToLowerInvariant(), phase.Precision != ProductPrecision.Float32),
        new("accumulate", Text(phase.Accumulate), phase.Accumulate > 1),
        new("average", phase.Average is { } kept ? Text(kept) : "none", phase.Average is not null),
        new("stop", phase.Patience is { } patience ? $"patience({Text(patience)})" : "none", phase.Patience is not null),
    ];

    private static string Before(PhasePlan phase) => phase.Name.Length == 0 ? "" : phase.Name + ", ";

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
