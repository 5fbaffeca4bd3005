using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Differentiate;

/// <summary>A training step as a graph: from data, draws and parameters to terms and gradients.</summary>
/// <param name="Values">The values that something needs, in an order of evaluation.</param>
/// <param name="Terms">The terms, before their weights.</param>
/// <param name="Gradients">The gradient of the weighted total for each parameter that it depends on, in the order of registration.</param>
/// <param name="Averages">Statistics that a step moves.</param>
/// <param name="ScheduledWeights">The terms whose weights move with the epochs; a step is given these weights, in this order.</param>
internal sealed record StepGraph(
    IReadOnlyList<Value> Values,
    IReadOnlyList<(BoundTerm Term, Value Value)> Terms,
    IReadOnlyList<(WeightOp Weight, Value Gradient)> Gradients,
    IReadOnlyList<RunningUpdate> Averages,
    IReadOnlyList<BoundTerm> ScheduledWeights)
{
    /// <summary>What the step is computed for: terms, gradients, averages.</summary>
    public IEnumerable<Value> Roots => Terms.Select(term => term.Value)
        .Concat(Gradients.Select(pair => pair.Gradient))
        .Concat(Averages.SelectMany(average => average.Values));

    /// <summary>The graph as text, a value a line; baselines compare it.</summary>
    public override string ToString() => string.Join("\n", Values.Select(value => value.ToString())
        .Concat(Terms.Select(term => $"term {term.Term.Name} = %{NumberText.Of(term.Value.Id)}"))
        .Concat(Gradients.Select(pair => $"gradient {pair.Weight.Key} = %{NumberText.Of(pair.Gradient.Id)}"))
        .Concat(Averages.Select(average => $"average {average}"))) + "\n";
}
