using System.Globalization;
using Hourglass.Checkpoints;

namespace Hourglass.Training;

/// <summary>The messages of trainings that went astray.</summary>
internal static class Failures
{
    /// <summary>A term that is NaN or infinite while training.</summary>
    public static string Term(string term, double value, int epoch, int step, TrainingPlan plan, CheckpointStore? checkpoints) => string.Create(
        CultureInfo.InvariantCulture,
        $"The term '{term}' is {Name(value)} in epoch {epoch}, step {step}; training stopped before the weights took it up. {Advice(plan)}{Kept(checkpoints)}");

    /// <summary>A term that is NaN or infinite on the test split.</summary>
    public static string TestTerm(string term, double value, int epoch, TrainingPlan plan, CheckpointStore? checkpoints) => string.Create(
        CultureInfo.InvariantCulture,
        $"The term '{term}' is {Name(value)} on the test split after epoch {epoch}; training stopped. {Advice(plan)}{Kept(checkpoints)}");

    /// <summary>Weights that are not finite although the terms were.</summary>
    public static string Weights(string parameter, int epoch, int step, TrainingPlan plan, CheckpointStore checkpoints) => string.Create(
        CultureInfo.InvariantCulture,
        $"'{parameter}' holds NaN or infinity after epoch {epoch}, step {step}, although every term was finite: a gradient was not; training stopped. {Advice(plan)}{Kept(checkpoints)}");

    private static string Name(double value) => double.IsNaN(value) ? "NaN" : value > 0 ? "infinite" : "minus infinity";

    private static string Advice(TrainingPlan plan) => string.Create(
        CultureInfo.InvariantCulture,
        $"Try a lower learning rate (it is {plan.Optimizer.LearningRate}){(plan.ClipNorm is null ? " or clip the gradients with clip: norm(1)" : "")}.");

    private static string Kept(CheckpointStore? checkpoints) => checkpoints is null ? "" : " " + checkpoints.KeptMessage();
}
