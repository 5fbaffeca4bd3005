using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue;

/// <summary>A distribution.</summary>
public abstract class DistributionEntry : CatalogueEntry
{
    /// <summary>Its parameters, for the reference.</summary>
    public abstract string Parameters { get; }

    /// <summary>How draws carry gradients, or null where they cannot; such a distribution is no posterior.</summary>
    public abstract string? ReparameterisedBy { get; }

    /// <summary>What it has a closed-form KL divergence to, or null.</summary>
    public abstract string? ClosedFormKl { get; }

    /// <summary>The runtime's class; its constructor takes the parameters in the order of <see cref="LowerParameters"/>.</summary>
    public abstract string RuntimeType { get; }

    /// <summary>What the mean's elements can be.</summary>
    public abstract ValueRange MeanRange { get; }

    /// <summary>The parameters that a head computes.</summary>
    public abstract IReadOnlyList<string> HeadNames(BoundArguments arguments);

    /// <summary>The shape of a head's output for an event.</summary>
    public virtual Shape HeadShape(Shape eventShape, int classes) => eventShape;

    /// <summary>The parameters' values, in the runtime constructor's order, of the heads' values.</summary>
    public abstract IReadOnlyList<(string Name, IrValue Value)> LowerParameters(DistributionLowering lowering, BoundDistribution distribution, IReadOnlyDictionary<string, IrValue> heads);

    /// <summary>-log p(x), summed over the event and averaged over the batch.</summary>
    public abstract IrValue LowerNll(TermLowering lowering, IrDistribution distribution, IrValue x, bool missing);

    /// <summary>A draw that carries gradients.</summary>
    public virtual IrValue LowerSample(DistributionLowering lowering, IrDistribution distribution, bool meanOutsideTraining) =>
        throw new NotSupportedException($"{Name} has no reparameterised draw.");

    /// <summary>The divergence from a prior of the same family, or from the standard one where it is null, in closed form.</summary>
    public virtual IrValue LowerKl(TermLowering lowering, IrDistribution posterior, IrDistribution? prior) =>
        throw new NotSupportedException($"{Name} has no closed-form divergence.");

    /// <summary>log q(z) - log p(z) at a draw.</summary>
    public virtual IrValue LowerSampledKl(TermLowering lowering, IrDistribution posterior, IrDistribution? prior, IrValue draw) =>
        throw new NotSupportedException($"{Name} has no density to draw from.");
}
