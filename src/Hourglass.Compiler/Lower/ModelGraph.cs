using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Lower;

/// <summary>A model as a graph: from its data to its terms.</summary>
/// <param name="Model">The bound model.</param>
/// <param name="Values">Every value, in an order of evaluation.</param>
/// <param name="Layers">Every layer, in the order of registration.</param>
/// <param name="Inputs">The data, by name.</param>
/// <param name="Functions">The values of <c>=</c> bindings, by name.</param>
/// <param name="Distributions">The distributions of <c>~</c> bindings, by name.</param>
/// <param name="Priors">The priors that are not standard, by the code's name.</param>
/// <param name="Samples">The draws of random codes, by name.</param>
/// <param name="Objectives">What is minimized: the model's own objective, and behind it those of phases.</param>
/// <param name="Averages">Running statistics of calls that were replaced by their bodies.</param>
public sealed record ModelGraph(
    BoundModel Model,
    IReadOnlyList<Value> Values,
    IReadOnlyList<Layer> Layers,
    IReadOnlyDictionary<string, Value> Inputs,
    IReadOnlyDictionary<string, Value> Functions,
    IReadOnlyDictionary<string, Density> Distributions,
    IReadOnlyDictionary<string, Density> Priors,
    IReadOnlyDictionary<string, Value> Samples,
    IReadOnlyList<LoweredObjective> Objectives,
    IReadOnlyList<RunningUpdate> Averages)
{
    /// <summary>The terms of the model's own objective with their values.</summary>
    public IReadOnlyList<(BoundTerm Term, Value Value)> Terms => Objectives[0].Terms;

    /// <summary>log p(x, z) - log q(z | x) of each draw, of which log p(x) is estimated; null where the model has no such thing.</summary>
    public Value? LogWeights { get; init; }

    /// <summary>
    /// Classes that are a code where they are missing, one-hot, as other bindings read them: each class in turn, or outside of training the
    /// one that is given or most probable. Null where there are none.
    /// </summary>
    public Value? Latent { get; init; }

    /// <summary>Data as terms read them, by name, where that is not what is stored.</summary>
    public IReadOnlyDictionary<string, Value> Prepared { get; init; } = new Dictionary<string, Value>();

    /// <summary>Prepared values, and from them values in the data's own units, by name.</summary>
    public IReadOnlyDictionary<string, (Value Prepared, Value Stored)> Restored { get; init; } =
        new Dictionary<string, (Value, Value)>();

    /// <summary>The statistics of the training examples that preparations need, in the order in which they are to be found.</summary>
    public IReadOnlyList<FittedStatistics> Fitted { get; init; } = [];

    /// <summary>What each critic makes of the values that it is asked about.</summary>
    public IReadOnlyDictionary<(string Critic, Region Place), Value> Scores { get; init; } =
        new Dictionary<(string, Region), Value>();

    /// <summary>What stages of critics give that terms ask for, by critic and region.</summary>
    public ILookup<(string Critic, Region Place), Value> Features { get; init; } =
        Array.Empty<Value>().ToLookup(_ => ("", Region.Critic));

    /// <summary>All that training computes, the steps of critics included.</summary>
    public IEnumerable<Value> Trained => Objectives.SelectMany(objective => objective.Roots.Concat(objective.CriticRoots));

    /// <summary>The objective of a phase.</summary>
    public LoweredObjective ObjectiveOf(BoundPhase phase) => Objectives[phase.Objective];

    /// <summary>The layers whose parameters a turn of a phase moves, in the order of registration.</summary>
    /// <param name="phase">The phase.</param>
    /// <param name="turn">Which turn: the model's is the first, the critics' the second.</param>
    public IEnumerable<Layer> MovedBy(BoundPhase phase, int turn)
    {
        var reached = ObjectiveOf(phase).Reached(turn);
        var critics = ModelScope.ContainerOf(Role.Critic);
        return Layers.Where(layer => turn > 0
            ? layer.Container == critics
            : layer.Container != critics && phase.Parts?.Moves(layer.Container, layer.Name) != false)
            .Where(layer => layer.Keys.Any(reached.Contains));
    }

    /// <summary>The graph as text, a value a line; baselines compare it.</summary>
    public override string ToString() => string.Join("\n", Values.Select(value => $"{value.Region,-9} {value}")) + "\n";
}
