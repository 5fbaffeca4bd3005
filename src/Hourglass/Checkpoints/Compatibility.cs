using System.Globalization;
using Hourglass.Training;
using static TorchSharp.torch;

namespace Hourglass.Checkpoints;

/// <summary>Whether a checkpoint belongs to the training that wants to go on from it.</summary>
/// <param name="store">Where the checkpoint lies.</param>
internal sealed class Compatibility(CheckpointStore store)
{
    private const int MostDifferences = 4;

    /// <summary>Compares model, plan, options and data.</summary>
    /// <exception cref="TrainingException">They differ; the message says in what.</exception>
    public void Check(CheckpointManifest saved, string model, TrainingIdentity present)
    {
        if (saved.Model != model)
        {
            throw Other($"it is of the model '{saved.Model}', this one is '{model}'");
        }

        if (Differences.Between(saved.Identity, present) is { Count: > 0 } differences)
        {
            var more = differences.Count - MostDifferences;
            var rest = more > 0 ? string.Create(CultureInfo.InvariantCulture, $"; and {more} more") : "";
            throw Other(string.Join("; ", differences.Take(MostDifferences)) + rest);
        }
    }

    /// <summary>Compares the position with what an epoch of this training has, and its numbers with each other.</summary>
    /// <param name="saved">Of the same model, plan and data.</param>
    /// <param name="model">Whose training it is.</param>
    /// <param name="phases">The phases of the plan in force.</param>
    /// <param name="evaluates">Whether a test split, and whether examples that are set aside, are evaluated behind each epoch.</param>
    /// <exception cref="TrainingException">They contradict each other, or more has been trained than is asked for.</exception>
    public void CheckPosition(
        CheckpointManifest saved,
        ModelDescription model,
        IReadOnlyList<PhaseExtent> phases,
        (bool Test, bool Validation) evaluates)
    {
        if ((Contradiction(saved, model, phases, evaluates) ?? ForeignFigures(saved, model, phases)) is { } wrong)
        {
            throw store.Damaged($"in manifest.json, {wrong}");
        }

        var epochs = phases[^1].EndEpoch;
        if (saved.Epoch > epochs || (saved.Epoch == epochs && saved.Step > 0))
        {
            throw new TrainingException(string.Create(
                CultureInfo.InvariantCulture,
                $"The checkpoint in '{store.Folder}' has {saved.Epoch} epochs{(saved.Step > 0 ? $" and {saved.Step} steps" : "")} behind "
                + $"it, and {epochs} are asked for in all. Ask for more epochs to go on, or train anew without resuming."));
        }
    }

    /// <summary>Compares names, types and shapes, and looks for numbers that no training leaves behind.</summary>
    /// <param name="own">What there is.</param>
    /// <param name="saved">What was saved.</param>
    /// <param name="file">The file it was saved in.</param>
    /// <param name="isCompiled">Whether the definition, which agrees, fixes every tensor; a model that is written by hand may be
    /// another.</param>
    /// <exception cref="TrainingException">A tensor is missing, unknown, of another type or shape, or not possible.</exception>
    public void CheckTensors(
        IReadOnlyDictionary<string, Tensor> own, IReadOnlyDictionary<string, Tensor> saved, CheckpointFile file, bool isCompiled)
    {
        TrainingException Misfit(string why) => isCompiled ? store.Damaged($"in '{file.Name}', {why}") : Other($"in '{file.Name}', {why}");
        foreach (var (key, tensor) in own)
        {
            if (!saved.TryGetValue(key, out var other))
            {
                throw Misfit($"there is no '{key}', which this training needs");
            }

            if (!tensor.shape.AsSpan().SequenceEqual(other.shape) || tensor.dtype != other.dtype)
            {
                throw Misfit($"'{key}' is {TensorText.Describe(other)}, this training's is {TensorText.Describe(tensor)}");
            }
        }

        if (saved.Keys.FirstOrDefault(key => !own.ContainsKey(key)) is { } extra)
        {
            throw Misfit($"there is '{TensorText.Shown(extra)}', which this training has not");
        }

        foreach (var (key, tensor) in saved)
        {
            if (TensorValues.WhyNot(key, tensor) is { } why)
            {
                throw store.Damaged($"in '{file.Name}', '{key}' {why}");
            }
        }
    }

    private static string? Contradiction(
        CheckpointManifest saved,
        ModelDescription model,
        IReadOnlyList<PhaseExtent> phases,
        (bool Test, bool Validation) evaluates)
    {
        if (saved.Phase >= phases.Count)
        {
            return FormattableString.Invariant($"phase is {saved.Phase}; the last of the training's is {phases.Count - 1}");
        }

        var phase = phases[saved.Phase];
        var terms = model.Objective(phase.Plan.Objective).Terms;
        var (cut, done) = (phase.Cut, phase.StepsBefore(saved.Epoch, saved.Step));
        FormattableString? wrong = saved switch
        {
            _ when !saved.Terms.SequenceEqual(terms) =>
                $"terms are {string.Join(", ", saved.Terms)}; the model's are {string.Join(", ", terms)}",
            _ when saved.Examples != cut.Examples => $"examples is {saved.Examples}; the data that it names has {cut.Examples}",
            _ when saved.Epoch != saved.Metrics.Count =>
                $"epoch is {saved.Epoch}, but metrics has the figures of {saved.Metrics.Count} epochs",
            _ when saved.Epoch < phase.FirstEpoch || (phase != phases[^1] && saved.Epoch > phase.EndEpoch) =>
                $"phase is {saved.Phase}, but epoch is {saved.Epoch}, and the phase lies between {phase.FirstEpoch} and {phase.EndEpoch}",
            _ when saved.Step >= cut.Steps => $"step is {saved.Step}, but an epoch has {cut.Steps} steps, and the last one ends it",
            _ when saved.StepsTotal != done && saved.Phase > 0 =>
                $"stepsTotal is {saved.StepsTotal}, but {saved.Epoch} epochs and {saved.Step} steps are {done} steps",
            _ when saved.StepsTotal != done =>
                $"stepsTotal is {saved.StepsTotal}, but {saved.Epoch} epochs of {cut.Steps} steps and {saved.Step} steps are {done}",
            _ when saved.Seen != cut.Before(saved.Step) =>
                $"seen is {saved.Seen}, but {saved.Step} steps see {cut.Before(saved.Step)} examples",
            _ when saved.Seen == 0 && saved.Sums.Any(sum => sum != 0) => $"sums are not 0, but no example of the epoch has been seen",
            _ when saved.Metrics.FirstOrDefault(epoch => (epoch.Test.Count > 0) != evaluates.Test) is { } odd =>
                $"metrics[{odd.Epoch - 1}].test has {odd.Test.Count} figures, but there is {(evaluates.Test ? "a" : "no")} test split",
            _ when saved.Metrics.FirstOrDefault(epoch => epoch.Validation is not null != evaluates.Validation) is { } odd =>
                $"metrics[{odd.Epoch - 1}] has {(evaluates.Validation ? "no" : "a")} validation, but the plan sets {Some(evaluates)} aside",
            _ when saved.BestFile is not null != (phase.Plan.Patience is not null && saved.Epoch > phase.FirstEpoch) =>
                $"bestFile is {(saved.BestFile is null ? "missing, but the plan may" : "there, but the plan cannot")} stop early",
            _ => null,
        };
        return wrong is null ? null : FormattableString.Invariant(wrong);
    }

    /// <summary>The figures of each epoch are those of its phase.</summary>
    private static string? ForeignFigures(CheckpointManifest saved, ModelDescription model, IReadOnlyList<PhaseExtent> phases)
    {
        foreach (var epoch in saved.Metrics)
        {
            var plan = phases.Last(phase => phase.FirstEpoch < epoch.Epoch).Plan;
            if ((epoch.Phase ?? "") != plan.Name)
            {
                return FormattableString.Invariant($"metrics[{epoch.Epoch - 1}] is of the phase '{epoch.Phase}', expected '{plan.Name}'");
            }

            string[] terms = [.. model.Objective(plan.Objective).Terms, TermAverages.Total];
            if (new[] { epoch.Train, epoch.Test, epoch.Validation }.OfType<IReadOnlyDictionary<string, double>>().FirstOrDefault(
                figures => figures.Count > 0 && !figures.Keys.ToHashSet(StringComparer.Ordinal).SetEquals(terms)) is { } other)
            {
                return FormattableString.Invariant($"metrics[{epoch.Epoch - 1}] has {string.Join(", ", other.Keys)}; ")
                    + $"the phase has {string.Join(", ", terms)}";
            }
        }

        return null;
    }

    private static string Some((bool Test, bool Validation) evaluates) => evaluates.Validation ? "examples" : "no examples";

    private TrainingException Other(string why) =>
        new(
            $"The checkpoint in '{store.Folder}' belongs to another training: {why}. "
            + "Resume with the same model, data and options, or train anew without resuming.");
}
