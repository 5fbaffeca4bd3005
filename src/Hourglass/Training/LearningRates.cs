namespace Hourglass.Training;

/// <summary>The learning rate of a step.</summary>
internal static class LearningRates
{
    /// <summary>The rate of the step number <paramref name="step"/> (from 0) of <paramref name="steps"/>.</summary>
    public static double At(this TrainingPlan plan, long step, long steps) => plan.Schedule switch
    {
        LearningRateSchedule.Constant => plan.Optimizer.LearningRate,
        LearningRateSchedule.Cosine => plan.Optimizer.LearningRate * 0.5 * (1 + Math.Cos(Math.PI * step / steps)),
        _ => throw new ArgumentOutOfRangeException(nameof(plan), plan.Schedule, "No such schedule."),
    };
}
