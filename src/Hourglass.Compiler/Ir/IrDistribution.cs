using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue;

namespace Hourglass.Compiler.Ir;

/// <summary>A distribution whose parameters are values.</summary>
/// <param name="Entry">Which.</param>
/// <param name="Parameters">Its parameters, in the runtime constructor's order.</param>
/// <param name="Event">The shape of an event.</param>
public sealed record IrDistribution(DistributionEntry Entry, IReadOnlyList<(string Name, IrValue Value)> Parameters, Shape Event)
{
    /// <summary>A parameter's value.</summary>
    public IrValue this[string name] => Parameters.First(parameter => parameter.Name == name).Value;
}
