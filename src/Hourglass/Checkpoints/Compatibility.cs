using System.Globalization;
using System.Text.Json;
using Hourglass.Training;
using static TorchSharp.torch;

namespace Hourglass.Checkpoints;

/// <summary>Whether a checkpoint belongs to the training that wants to go on from it.</summary>
internal static class Compatibility
{
    /// <summary>Compares model, data and plan. The number of epochs may differ, unless the learning rate depends on it.</summary>
    /// <exception cref="TrainingException">They differ; the message says in what.</exception>
    public static void Check(CheckpointManifest saved, ModelDescription model, TrainingPlan plan, long examples, string folder)
    {
        if (saved.Model != model.Name)
        {
            throw Other(folder, $"it is of the model '{saved.Model}', this one is '{model.Name}'");
        }

        // Compared as text, for a record's equality does not look into its lists.
        if (Text(saved.Fields) != Text(model.Fields))
        {
            throw Other(folder, $"its data is {Text(saved.Fields)}, the model's is {Text(model.Fields)}");
        }

        if (!saved.Terms.SequenceEqual(model.Terms))
        {
            throw Other(folder, $"its objective has the terms {string.Join(", ", saved.Terms)}, the model's has {string.Join(", ", model.Terms)}");
        }

        if (saved.Examples != examples)
        {
            throw Other(folder, string.Create(CultureInfo.InvariantCulture, $"it was trained on {saved.Examples} examples, the data has {examples}"));
        }

        var comparable = plan.Schedule == LearningRateSchedule.Constant ? saved.Plan with { Epochs = plan.Epochs } : saved.Plan;
        if (comparable != plan)
        {
            throw Other(folder, $"its training plan is {comparable}, this one is {plan}");
        }

        var steps = (examples + plan.Batch - 1) / plan.Batch;
        if (saved.Sums.Count != model.Terms.Count + 1
            || saved.Epoch < 0
            || saved.Epoch != saved.Metrics.Count
            || saved.Step < 0
            || saved.Step > steps
            || saved.StepsTotal != saved.Epoch * steps + saved.Step)
        {
            throw new TrainingException($"The checkpoint in '{folder}' is damaged: its position or its sums contradict each other. Restore it from a copy, or train anew without resuming.");
        }
    }

    /// <summary>Compares names and shapes.</summary>
    /// <param name="own">What there is.</param>
    /// <param name="saved">What was saved.</param>
    /// <param name="folder">For the message.</param>
    /// <param name="what">For the message: <c>model</c> or <c>optimizer</c>.</param>
    public static void CheckTensors(IReadOnlyDictionary<string, Tensor> own, IReadOnlyDictionary<string, Tensor> saved, string folder, string what)
    {
        foreach (var (key, tensor) in own)
        {
            if (!saved.TryGetValue(key, out var other))
            {
                throw Other(folder, $"it has no '{key}', which the {what} needs");
            }

            if (!tensor.shape.AsSpan().SequenceEqual(other.shape) || tensor.dtype != other.dtype)
            {
                throw Other(folder, $"its '{key}' is {Describe(other)}, the {what}'s is {Describe(tensor)}");
            }
        }

        if (saved.Keys.FirstOrDefault(key => !own.ContainsKey(key)) is { } extra)
        {
            throw Other(folder, $"it has '{extra}', which the {what} has not");
        }
    }

    private static string Describe(Tensor tensor) =>
        $"{tensor.dtype.ToString().ToLowerInvariant()}[{string.Join(", ", tensor.shape.Select(size => size.ToString(CultureInfo.InvariantCulture)))}]";

    private static string Text(IReadOnlyList<DataField> fields) => string.Join(", ", fields.Select(Text));

    private static string Text(DataField field)
    {
        var domain = field.Domain == Domain.Class
            ? string.Create(CultureInfo.InvariantCulture, $"class({field.Classes})")
            : field.Domain.ToString().ToLowerInvariant();
        var shape = field.Shape.Count == 0 ? "" : $"[{string.Join(", ", field.Shape.Select(size => size.ToString(CultureInfo.InvariantCulture)))}]";
        return $"{field.Name}{(field.Optional ? "?" : "")}: {domain}{shape}";
    }

    private static TrainingException Other(string folder, string why) =>
        new($"The checkpoint in '{folder}' belongs to another training: {why}. Resume with the same model, data and options, or train anew without resuming.");
}
