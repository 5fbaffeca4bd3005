using System.Globalization;

namespace Hourglass.Training;

/// <summary>Whether a model's stages can take the batches of a training; known before the first step.</summary>
internal static class BatchRules
{
    /// <summary>
    /// Refuses batches that are too small, whatever step they come in. A rest at the end of an epoch is none of them: it joins the batch
    /// before.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="plan">The plan in force.</param>
    /// <param name="data">The data's name.</param>
    /// <param name="examples">How many examples train.</param>
    /// <exception cref="TrainingException">The message names the stage and the sizes.</exception>
    public static void Check(ModelDescription model, TrainingPlan plan, string data, int examples)
    {
        foreach (var phase in plan.Phases)
        {
            Check(model, phase, data, examples);
        }
    }

    private static void Check(ModelDescription model, PhasePlan phase, string data, int examples)
    {
        if (model.LeastBatch is not { } least || Math.Min(phase.Batch, examples) >= least.Examples)
        {
            return;
        }

        var (what, instead) = phase.Batch < least.Examples
            ? (
                $"a batch has {Examples(phase.Batch)}",
                Invariant($"Take {Advice.Batch(least.Examples)} or more (--batch; in C#, TrainOptions.Batch)"))
            : ($"the data '{data}' has {Examples(examples)} to train on", "Train on more");
        throw new TrainingException(Invariant(
            $"The stage {least.Stage} ({least.Place}) needs {least.Examples} examples in every batch while training, ")
            + Invariant($"as the variance of a single value is no number; {what} ")
            + Invariant($"(batch {phase.Batch}, {Examples(examples)} in all). ")
            + Invariant($"{instead}, or put {Advice.LayerNorm} in its place."));
    }

    private static string Examples(int count) => Invariant($"{count} {(count == 1 ? "example" : "examples")}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
