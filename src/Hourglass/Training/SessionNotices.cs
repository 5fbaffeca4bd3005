using Hourglass.Checkpoints;
using Hourglass.Datasets;
using Hourglass.Reports;

namespace Hourglass.Training;

/// <summary>What a training says before it begins.</summary>
internal static class SessionNotices
{
    /// <summary>How the data was read, which weights never get to their end, that nothing is left to train.</summary>
    public static IEnumerable<string> Of(
        ModelDescription model,
        BoundDataset data,
        TrainingPlan plan,
        TrainingState state,
        CheckpointStore? checkpoints) =>
    [
        .. BindingLines.Of(data.Notes, data.Columns, data.SetAside),
        .. plan.Phases
            .GroupBy(phase => phase.Objective)
            .SelectMany(phases => Endless(model.Objective(phases.Key), phases.Sum(phase => phase.Epochs))),
        .. !state.IsDone ? Array.Empty<string>()
            : state.IsComplete ? [NothingLeft(checkpoints!.Folder, plan.Epochs)] : [Stopped(checkpoints!.Folder, state, plan)],
    ];

    private static IEnumerable<string> Endless(ObjectiveDescription objective, int epochs) => objective.MovingWeights
        .Where(moving => moving.Epochs > epochs)
        .Select(moving => FormattableString.Invariant(
            $"The weight of '{moving.Term}' never gets to the end of its {moving.Schedule}: that takes {moving.Epochs} epochs, ")
            + FormattableString.Invariant($"and training ends after {epochs}."));

    private static string Stopped(string folder, TrainingState state, TrainingPlan plan) => FormattableString.Invariant(
        $"There is nothing left to train: the checkpoint in '{folder}' stopped early after epoch {state.Epoch}, as the best one is ")
        + FormattableString.Invariant($"{plan.Phases[^1].Patience} epochs before it. Ask for more patience to go on.");

    private static string NothingLeft(string folder, int epochs) => FormattableString.Invariant(
        $"There is nothing left to train: the checkpoint in '{folder}' has all {epochs} epochs behind it. ")
        + "Ask for more epochs to go on: --epochs; in C#, TrainOptions.Epochs.";
}
