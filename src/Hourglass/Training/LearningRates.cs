namespace Hourglass.Training;

/// <summary>The learning rate of a step.</summary>
internal static class LearningRates
{
    /// <summary>The rate of the phase's step number <paramref name="step"/> (from 0) of <paramref name="steps"/>.</summary>
    public static double At(this PhasePlan phase, TurnPlan turn, long step, long steps) => phase.Schedule switch
    {
        LearningRateSchedule.Constant => turn.Optimizer.LearningRate,
        LearningRateSchedule.Cosine => turn.Optimizer.LearningRate * 0.5 * (1 + Math.Cos(Math.PI * step / steps)),
        _ => throw new ArgumentOutOfRangeException(nameof(phase), phase.Schedule, "No such schedule."),
    };
}
