using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Ir;

/// <summary>A model as a graph: from its data to its terms.</summary>
/// <param name="Model">The bound model.</param>
/// <param name="Draws">How often each code is drawn for an example and step.</param>
/// <param name="Values">Every value, in an order of evaluation.</param>
/// <param name="Layers">Every layer, in the order of registration.</param>
/// <param name="Inputs">The data, by name.</param>
/// <param name="Functions">The values of <c>=</c> bindings, by name.</param>
/// <param name="Distributions">The distributions of <c>~</c> bindings, by name.</param>
/// <param name="Priors">The priors that are not standard, by the code's name.</param>
/// <param name="Samples">The draws of random codes, by name.</param>
/// <param name="Terms">The objective's terms with their values.</param>
public sealed record IrProgram(
    BoundModel Model,
    int Draws,
    IReadOnlyList<IrValue> Values,
    IReadOnlyList<IrLayer> Layers,
    IReadOnlyDictionary<string, IrValue> Inputs,
    IReadOnlyDictionary<string, IrValue> Functions,
    IReadOnlyDictionary<string, IrDistribution> Distributions,
    IReadOnlyDictionary<string, IrDistribution> Priors,
    IReadOnlyDictionary<string, IrValue> Samples,
    IReadOnlyList<(BoundTerm Term, IrValue Value)> Terms)
{
    /// <summary>The graph as text, a value a line; baselines compare it.</summary>
    public override string ToString() => string.Join("\n", Values.Select(value => $"{value.Region,-9} {value}")) + "\n";
}
