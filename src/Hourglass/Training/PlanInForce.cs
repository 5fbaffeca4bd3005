namespace Hourglass.Training;

/// <summary>A model's plan with what a caller asks for besides.</summary>
internal static class PlanInForce
{
    /// <summary>The plan in force.</summary>
    /// <exception cref="TrainingException">What is asked for cannot be, or contradicts itself.</exception>
    public static TrainingPlan Of(TrainingPlan plan, TrainOptions options)
    {
        var inForce = plan with
        {
            Seed = options.Seed ?? plan.Seed,
            Validate = options.Validate ?? plan.Validate,
            ShuffleBlock = options.ShuffleBlock,
            Phases = [.. plan.Phases.Select((phase, i) => InForce(phase, options, isLast: i == plan.Phases.Count - 1))],
        };
        return inForce switch
        {
            _ when inForce.Phases.FirstOrDefault(phase => phase.Epochs < 1) is { } phase =>
                throw Wrong($"{phase.Epochs} epochs were asked for; train for at least 1."),
            _ when inForce.Phases.FirstOrDefault(phase => phase.Batch < 1) is { } phase =>
                throw Wrong($"A batch of {phase.Batch} was asked for; it needs at least 1 example."),
            _ when inForce.Phases.SkipLast(1).FirstOrDefault(phase => phase.Patience is not null) is { } phase =>
                throw Wrong($"The phase '{phase.Name}' may stop early, and others come behind it; only the last one may."),
            { Validate: not (>= 0 and < 1) } => throw Wrong(
                $"A share of {inForce.Validate} of the examples was to be set aside; give one from 0 up to below 1."),
            _ when inForce.Validate == 0 && inForce.Phases.Any(phase => phase.Patience is not null || phase.Schedule.Plateau is not null) =>
                throw Wrong($"Training watches examples that are set aside, and there are none; set some aside: {Advice.Validate}."),
            _ when options.Resume && options.Overwrite => throw Wrong(
                $"To resume and to overwrite were both asked for: what is overwritten cannot be resumed. Ask for one of them."),
            _ when options.LearningRate is { } rate && !(rate > 0 && double.IsFinite(rate)) => throw Wrong(
                $"A learning rate of {rate} was asked for; give one above 0, such as 0.001."),
            _ when options.Patience < 1 => throw Wrong(
                $"A patience of {options.Patience} epochs was asked for; give 1 or more, or none to train to the end."),
            _ when options.ShuffleBlock < 0 => throw Wrong(
                $"Blocks of {options.ShuffleBlock} examples were asked for; give 1 or more, or 0 for one shuffle of all."),
            _ when options.CheckpointEverySteps < 0 => throw Wrong(
                $"A checkpoint each {options.CheckpointEverySteps} steps was asked for; give a number of steps, or 0 for epochs only."),
            _ => inForce,
        };
    }

    private static PhasePlan InForce(PhasePlan phase, TrainOptions options, bool isLast) => phase with
    {
        Epochs = options.Epochs ?? phase.Epochs,
        Batch = options.Batch ?? phase.Batch,
        Schedule = options.Schedule ?? phase.Schedule,
        Patience = isLast ? options.Patience ?? phase.Patience : phase.Patience,
        Turns = [.. phase.Turns.Select((turn, i) => i == 0 ? turn with { Optimizer = Optimizer(turn.Optimizer, options) } : turn)],
    };

    private static OptimizerPlan Optimizer(OptimizerPlan plan, TrainOptions options)
    {
        var chosen = options.Optimizer ?? plan;
        return options.LearningRate is { } rate ? chosen with { LearningRate = rate } : chosen;
    }

    private static TrainingException Wrong(FormattableString text) => new(FormattableString.Invariant(text));
}
