using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Lowering;

/// <summary>A distribution whose parameters are values.</summary>
/// <param name="Entry">Which.</param>
/// <param name="Parameters">Its parameters, in the runtime constructor's order.</param>
/// <param name="Event">The shape of an event.</param>
public sealed record Density(DistributionEntry Entry, IReadOnlyList<(string Name, Value Value)> Parameters, Shape Event)
{
    /// <summary>The arguments that it was written with.</summary>
    public BoundArguments Arguments { get; init; } = BoundArguments.None;

    /// <summary>The runtime's class.</summary>
    public string RuntimeType => Entry.RuntimeTypeOf(Arguments);

    /// <summary>A parameter's value.</summary>
    public Value this[string name] => Parameters.First(parameter => parameter.Name == name).Value;

    /// <summary>Whether it has a parameter; the standard distribution may lack one.</summary>
    public bool Has(string name) => Parameters.Any(parameter => parameter.Name == name);

    /// <summary>The bijections that its draws go through, or null.</summary>
    internal Flow? Flow { get; init; }

    /// <summary>The standard distribution of its family, without bijections.</summary>
    /// <param name="build">Where its parameters are constants.</param>
    public Density Standard(GraphBuilder build) => this with
    {
        Parameters = [.. Entry.StandardParameters.Select(parameter => (parameter.Name, build.Constant(parameter.Value)))],
        Flow = null,
    };

    /// <summary>log p(x) in nats: of each element of the event, or of each row where there are bijections.</summary>
    public Value LogProb(Value x) => Flow?.LogProb(this, x) ?? Entry.LogProb(this, x);

    /// <summary>What becomes of a draw, or of a mean, by the bijections.</summary>
    public Value Through(Value drawn) => Flow?.Forward(drawn) ?? drawn;

    /// <summary>The divergence of each element from a prior of the same family, in closed form, or null where there is none.</summary>
    public Value? ClosedFormKl(Density prior) =>
        Entry == prior.Entry && Flow is null && prior.Flow is null ? Entry.ClosedFormKl(this, prior) : null;
}
