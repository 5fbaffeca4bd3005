using Hourglass.Datasets;

namespace Hourglass.Training;

/// <summary>The phases of a training, one of them under way.</summary>
internal sealed class PhaseSequence : IDisposable
{
    private readonly Autoencoder _model;
    private readonly BoundDataset _data;
    private readonly TrainOptions _options;
    private readonly int _seed;

    /// <summary>Begins the first phase.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">What it trains on.</param>
    /// <param name="plan">The plan in force.</param>
    /// <param name="examples">How many examples train.</param>
    /// <param name="options">What to do beyond the plan.</param>
    public PhaseSequence(
        Autoencoder model,
        BoundDataset data,
        TrainingPlan plan,
        int examples,
        TrainOptions options)
    {
        (_model, _data, _options, _seed) = (model, data, options, plan.Seed);
        All = PhaseExtent.Of(plan, examples, model.Description.LeastBatch?.Examples ?? 1);
        Current = Begin(0);
    }

    /// <summary>Where each phase lies in the training.</summary>
    public IReadOnlyList<PhaseExtent> All { get; }

    /// <summary>The phase under way.</summary>
    public PhaseRun Current { get; private set; }

    /// <summary>Goes on to the next phase where so many epochs end the one under way.</summary>
    public void GoOn(int epochs)
    {
        if (epochs >= Current.Extent.EndEpoch)
        {
            Current.Average?.Apply();
            Enter(Current.Extent.Index + 1);
        }
    }

    /// <summary>Leaves the phase under way for another.</summary>
    public PhaseRun Enter(int index)
    {
        if (index != Current.Extent.Index)
        {
            Current.Dispose();
            Current = Begin(index);
        }

        return Current;
    }

    /// <inheritdoc/>
    public void Dispose() => Current.Dispose();

    private PhaseRun Begin(int index)
    {
        var run = new PhaseRun(_model, _data, All[index], _seed, _options);
        foreach (var optimizer in run.Optimizers)
        {
            optimizer.ZeroGradients();
        }

        run.DropOtherGradients();

        return run;
    }
}
