using Hourglass.Datasets;

namespace Hourglass.Training;

/// <summary>Where a phase lies in a training.</summary>
/// <param name="Index">Its place in the plan.</param>
/// <param name="Plan">Its settings.</param>
/// <param name="Cut">The batches of an epoch.</param>
/// <param name="FirstEpoch">Epochs of the phases before it.</param>
/// <param name="FirstStep">Steps of the phases before it.</param>
internal sealed record PhaseExtent(int Index, PhasePlan Plan, BatchCut Cut, int FirstEpoch, long FirstStep)
{
    /// <summary>Epochs of the phases before it that minimize the same objective: weights that move go on where they were.</summary>
    public int ObjectiveEpochs { get; init; }

    /// <summary>
    /// How many epochs its objective has been minimized at a place in the phase; what <see cref="Autoencoder.Epoch"/> is.
    /// </summary>
    /// <param name="epoch">Epochs of the training, fractions included.</param>
    public double ObjectiveEpoch(double epoch) => ObjectiveEpochs + epoch - FirstEpoch;

    /// <summary>Epochs of the training once the phase is done.</summary>
    public int EndEpoch => checked(FirstEpoch + Plan.Epochs);

    /// <summary>Steps of the phase.</summary>
    public long Steps => (long)Plan.Epochs * Cut.Steps;

    /// <summary>The phases of a plan, in order.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="examples">Examples of an epoch.</param>
    /// <param name="least">The fewest examples that the model can take.</param>
    public static IReadOnlyList<PhaseExtent> Of(TrainingPlan plan, int examples, int least)
    {
        var extents = new List<PhaseExtent>();
        foreach (var phase in plan.Phases)
        {
            var before = extents.LastOrDefault();
            var cut = new BatchCut(examples, phase.Batch, least);
            extents.Add(
                new PhaseExtent(extents.Count, phase, cut, before?.EndEpoch ?? 0, before is null ? 0 : before.FirstStep + before.Steps)
                {
                    ObjectiveEpochs = extents.Where(other => other.Plan.Objective == phase.Objective).Sum(other => other.Plan.Epochs),
                });
        }

        return extents;
    }

    /// <summary>
    /// Where gradients are accumulated: a batch's share of the examples that move the parameters together, and whether it is the last of
    /// them. At an epoch's end there may be fewer batches than elsewhere.
    /// </summary>
    /// <param name="step">Batches of the epoch before it.</param>
    public (double Share, bool IsLast) Group(int step)
    {
        var first = step / Plan.Accumulate * Plan.Accumulate;
        var end = Math.Min(first + Plan.Accumulate, Cut.Steps);
        return ((double)Cut.RowsOf(step) / (Cut.Before(end) - Cut.Before(first)), step + 1 == end);
    }

    /// <summary>How often the parameters have moved in the phase, once a batch is done.</summary>
    /// <param name="epoch">Epochs of the training before it.</param>
    /// <param name="step">Batches of the epoch before it.</param>
    public long Updates(int epoch, int step)
    {
        var ofEpoch = (Cut.Steps + Plan.Accumulate - 1) / Plan.Accumulate;
        return ((long)(epoch - FirstEpoch) * ofEpoch) + (step / Plan.Accumulate) + 1;
    }

    /// <summary>Steps of the training before a place in the phase.</summary>
    /// <param name="epoch">Epochs of the training that are done.</param>
    /// <param name="step">Steps done in the one after those.</param>
    public long StepsBefore(int epoch, int step) => FirstStep + ((epoch - FirstEpoch) * (long)Cut.Steps) + step;
}
