using Hourglass.Datasets;
using Hourglass.Training.Optimizers;
using Hourglass.Training.Steps;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hourglass.Training;

/// <summary>A phase under way: its batches, what each turn moves and by which optimizer, its derived step, its terms.</summary>
internal sealed class PhaseRun : IDisposable
{
    private const string CriticPrefix = "critic.";
    private readonly Parameter[] _fixed;

    /// <summary>Begins a phase; the optimizers know nothing yet.</summary>
    /// <param name="model">The model.</param>
    /// <param name="data">What it trains on.</param>
    /// <param name="extent">Where the phase lies in the training.</param>
    /// <param name="seed">The training's.</param>
    /// <param name="options">What to do beyond the plan.</param>
    public PhaseRun(Autoencoder model, BoundDataset data, PhaseExtent extent, int seed, TrainOptions options)
    {
        Extent = extent;
        Objective = model.Description.Objective(extent.Plan.Objective);
        Reader = new TermReader(Objective.Terms);
        Averages = new TermAverages(Objective.Terms);
        Feeder = new BatchFeeder(data, extent.Plan.Batch, seed, options.Cancellation, extent.Cut.Least, extent.Cut.Examples);
        Parameters = [.. extent.Plan.Turns.Take(Objective.CriticTerms.Count > 0 ? 2 : 1).Select((turn, i) => PartOf(model, turn, i))];
        Optimizers =
        [
            .. extent.Plan.Turns.Zip(
                Parameters,
                (turn, moved) => new ScriptedOptimizer(turn.Optimizer, extent.Plan.Clip, moved, extent.Plan.Accumulate > 1)),
        ];
        var moved = Parameters[0].Parameters.Select(parameter => parameter.Name).ToHashSet(StringComparer.Ordinal);
        _fixed = [.. model.named_parameters().Where(parameter => !moved.Contains(parameter.name)).Select(parameter => parameter.parameter)];
        Average = extent.Plan.Average is { } kept ? new WeightAverage(Parameters[0], kept) : null;
        Choice = StepChoice.Of(options.Step, model, extent.Plan, extent.Index);
        Derived = Step(model.Untyped.DerivedOf(extent.Index, 0), 0);
        DerivedCritics = Step(model.Untyped.DerivedOf(extent.Index, 1), 1);

        IDerivedStep? Step(StepDescription? step, int turn) => step is null ? null : Choice.Ran switch
        {
            StepKind.Native => new NativeStep(
                model,
                step,
                Parameters[turn],
                Optimizers[turn],
                extent.Plan,
                extent.Cut.Largest,
                Environment.ProcessorCount,
                Feeder,
                turn: turn),
            StepKind.Portable => new PortableStep(model, step, Parameters[turn], Optimizers[turn], extent.Plan.Objective, turn),
            _ => null,
        };
    }

    /// <summary>Where the phase lies in the training.</summary>
    public PhaseExtent Extent { get; }

    /// <summary>Its settings.</summary>
    public PhasePlan Plan => Extent.Plan;

    /// <summary>What it minimizes.</summary>
    public ObjectiveDescription Objective { get; }

    /// <summary>Reads the terms of a batch.</summary>
    public TermReader Reader { get; }

    /// <summary>The sums of the epoch under way.</summary>
    public TermAverages Averages { get; }

    /// <summary>Its batches.</summary>
    public BatchFeeder Feeder { get; }

    /// <summary>Steps of an epoch.</summary>
    public int Steps => Extent.Cut.Steps;

    /// <summary>What each turn moves, as one tensor.</summary>
    public IReadOnlyList<FlatParameters> Parameters { get; }

    /// <summary>An optimizer for each turn, whose state has the parameters' layout.</summary>
    public IReadOnlyList<ScriptedOptimizer> Optimizers { get; }

    /// <summary>The average of the parameters, where that is what is evaluated and kept.</summary>
    public WeightAverage? Average { get; }

    /// <summary>Which step trains, and why a faster one does not.</summary>
    public StepChoice Choice { get; }

    /// <summary>The step that was derived at compile time, where one runs.</summary>
    public IDerivedStep? Derived { get; }

    /// <summary>That of the critics, where the model has any and one runs.</summary>
    public IDerivedStep? DerivedCritics { get; }

    /// <summary>
    /// What the optimizers and the average keep, to save or to copy into: under <c>parameter.slot</c>, as PyTorch has it, and where there
    /// are several turns, behind the number of the turn, <c>2/parameter.slot</c>.
    /// </summary>
    public Dictionary<string, Tensor> State => Optimizers
        .SelectMany((optimizer, i) => optimizer.State.Select(pair => KeyValuePair.Create(KeyOf(i, pair.Key), pair.Value)))
        .Concat(Average?.State ?? new Dictionary<string, Tensor>())
        .ToDictionary(StringComparer.Ordinal);

    /// <summary>Drops the gradients of what the model's turn does not move, so that nothing adds up there.</summary>
    public void DropOtherGradients()
    {
        foreach (var parameter in _fixed)
        {
            parameter.grad = null;
        }
    }

    /// <summary>The learning rate of a turn at a step of the training.</summary>
    /// <param name="turn">The turn.</param>
    /// <param name="stepsTotal">Steps of the training before it.</param>
    /// <param name="metrics">The figures of the completed epochs.</param>
    public double LearningRate(int turn, long stepsTotal, IReadOnlyList<EpochMetrics> metrics) =>
        Plan.Turns[turn].Optimizer.LearningRate
        * Plan.Schedule.At(stepsTotal - Extent.FirstStep, Steps, Plan.Epochs, metrics, Extent.FirstEpoch);

    /// <inheritdoc/>
    public void Dispose()
    {
        Feeder.Dispose();
        Derived?.Dispose();
        DerivedCritics?.Dispose();
        Average?.Dispose();
        foreach (var optimizer in Optimizers)
        {
            optimizer.Dispose();
        }

        foreach (var part in Parameters)
        {
            part.Dispose();
        }
    }

    private string KeyOf(int turn, string slot) => Optimizers.Count == 1 ? slot : FormattableString.Invariant($"{turn + 1}/{slot}");

    /// <summary>What a turn moves: what the plan says, or everything but the critics, or in a second turn those.</summary>
    private FlatParameters PartOf(Autoencoder model, TurnPlan turn, int index)
    {
        var named = turn.Moves?.ToHashSet(StringComparer.Ordinal);
        var moved = model.named_parameters()
            .Where(parameter => parameter.parameter.requires_grad)
            .Where(parameter => named?.Contains(parameter.name)
                ?? (parameter.name.StartsWith(CriticPrefix, StringComparison.Ordinal) == index > 0 || !model.Description.HasCritics));
        return new FlatParameters([.. moved], model.Untyped.DerivedOf(Extent.Index, index)?.Gradients);
    }
}
