using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Lowering;

/// <summary>A distribution whose parameters are values.</summary>
/// <param name="Entry">Which.</param>
/// <param name="Parameters">Its parameters, in the runtime constructor's order.</param>
/// <param name="Event">The shape of an event.</param>
public sealed record Density(DistributionEntry Entry, IReadOnlyList<(string Name, Value Value)> Parameters, Shape Event)
{
    /// <summary>A parameter's value.</summary>
    public Value this[string name] => Parameters.First(parameter => parameter.Name == name).Value;

    /// <summary>log p(x) of each element of the event, in nats.</summary>
    public Value LogProb(Value x) => Entry.LogProb(this, x);
}
