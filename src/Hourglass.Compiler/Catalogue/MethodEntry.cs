using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;

namespace Hourglass.Compiler.Catalogue;

/// <summary>How a phase of a training moves the parameters.</summary>
public abstract class MethodEntry : CatalogueEntry
{
    /// <summary>Whether it says itself in what direction parameters move, and no gradient does.</summary>
    public virtual bool HasDirections => false;

    /// <summary>The phases that one by this method stands for; null after an error has been reported.</summary>
    internal virtual IReadOnlyList<PhaseDraft>? Bind(MethodBinding at) => [at.Draft];

    /// <summary>
    /// For each parameter that it moves, what stands in the place of the gradient: optimizers move against it.
    /// </summary>
    public virtual IReadOnlyList<Direction> Lower(MethodLowering at) => [];
}
