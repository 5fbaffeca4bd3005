using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Lower;

/// <summary>An objective with the values of its terms.</summary>
/// <param name="Bound">The objective.</param>
/// <param name="Terms">What the model minimizes.</param>
/// <param name="CriticTerms">What the critics minimize.</param>
/// <param name="EncoderTerms">The values whose gradients the encoder's parameters get in place of those of some terms.</param>
public sealed record LoweredObjective(
    BoundObjective Bound,
    IReadOnlyList<(BoundTerm Term, Value Value)> Terms,
    IReadOnlyList<(BoundTerm Term, Value Value)> CriticTerms,
    IReadOnlyDictionary<BoundTerm, Value> EncoderTerms)
{
    /// <summary>The phase's name; empty for the model's own.</summary>
    public string Name => Bound.Name;

    /// <summary>What stands in the places of gradients; empty where those move the parameters.</summary>
    public IReadOnlyList<Direction> Directions { get; init; } = [];

    /// <summary>What a training finds from all examples before its steps.</summary>
    public IReadOnlyList<FittedCodes> Fitted { get; init; } = [];

    /// <summary>Whether nothing is moved by gradients: what a training finds from all examples is all there is.</summary>
    public bool IsFound => Fitted.Any(fitted => fitted.Kind == CodeStatisticKind.Mixture);

    /// <summary>All that a step of the model computes: terms, what trains the encoder in their place, directions.</summary>
    public IEnumerable<Value> Roots => Terms.Select(term => term.Value)
        .Concat(EncoderTerms.Values)
        .Concat(Directions.Select(direction => direction.Value));

    /// <summary>All that a step of the critics computes.</summary>
    public IEnumerable<Value> CriticRoots => CriticTerms.Select(term => term.Value);

    /// <summary>The keys of the parameters that gradients reach.</summary>
    /// <param name="turn">Which turn: the model's is the first, the critics' the second.</param>
    public HashSet<string> Reached(int turn)
    {
        if (Directions.Count > 0)
        {
            return new HashSet<string>(Directions.Select(direction => ((WeightOp)direction.Weight.Op).Key), StringComparer.Ordinal);
        }

        var live = Graphs.Behind(turn > 0 ? CriticRoots : Roots, goesOn: at => turn > 0 || at.Op is not (DetachOp or ScriptedOp or DrawOp));
        return new HashSet<string>(
            live.SelectMany(value => value.Op switch
            {
                WeightOp { IsTrained: true } weight => [weight.Key],
                CallOp call => call.Arguments.OfType<Layer>().SelectMany(layer => layer.Keys),
                _ => [],
            }),
            StringComparer.Ordinal);
    }
}
