using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue;

/// <summary>A distribution.</summary>
public abstract class DistributionEntry : CatalogueEntry
{
    /// <summary>Its parameters, for the reference.</summary>
    public abstract string Parameters { get; }

    /// <summary>Where its values lie.</summary>
    public abstract Support Support { get; }

    /// <summary>How draws carry gradients, or null where they cannot; such a distribution is no posterior.</summary>
    public abstract string? ReparameterisedBy { get; }

    /// <summary>What it has a closed-form KL divergence to, or null.</summary>
    public abstract string? ClosedFormKlTo { get; }

    /// <summary>The runtime's class; its constructor takes the parameters in the order of <see cref="LowerParameters"/>.</summary>
    public abstract string RuntimeType { get; }

    /// <summary>The property of the runtime's class for a parameter.</summary>
    public virtual string PropertyOf(string parameter) => char.ToUpperInvariant(parameter[0]) + parameter.Substring(1);

    /// <summary>What the mean's elements can be.</summary>
    public abstract ValueRange MeanRange { get; }

    /// <summary>The parameters that a head computes.</summary>
    public abstract IReadOnlyList<string> HeadNames(BoundArguments arguments);

    /// <summary>The shape of a head's output for an event.</summary>
    public virtual Shape HeadShape(Shape eventShape, int classes) => eventShape;

    /// <summary>The parameters' values, in the runtime constructor's order, of the heads' values.</summary>
    public abstract IReadOnlyList<(string Name, Value Value)> LowerParameters(
        DistributionLowering at, BoundDistribution distribution, IReadOnlyDictionary<string, Value> heads);

    /// <summary>The parameters of the standard distribution, which is a code's prior where nothing else is said.</summary>
    public virtual IReadOnlyList<(string Name, double Value)> StandardParameters =>
        throw new NotSupportedException($"{Name} is no code's distribution.");

    /// <summary>log p(x) of each element of the event, in nats.</summary>
    public abstract Value LogProb(Density density, Value x);

    /// <summary>A draw that carries gradients, or null where there is none; of a standardisation function it is derived.</summary>
    public virtual Value? Draw(Density density, DrawSource draws) =>
        Sample(density, draws) is { } drawn ? ImplicitDraw.Of(drawn, z => Standardise(density, z)) : null;

    /// <summary>Numbers drawn in any way; no gradient passes through them.</summary>
    protected virtual Value? Sample(Density density, DrawSource draws) => null;

    /// <summary>
    /// A function of each element of a draw whose distribution does not depend on the parameters: the distribution function, say.
    /// </summary>
    protected virtual Value Standardise(Density density, Value z) =>
        throw new NotSupportedException($"{Name} is drawn from, and nothing standardises it.");

    /// <summary>The mean of each element, which takes a draw's place outside training.</summary>
    public abstract Value Mean(Density density);

    /// <summary>The divergence of each element from a prior of the same family, in closed form, or null where there is none.</summary>
    public virtual Value? ClosedFormKl(Density posterior, Density prior) => null;
}
