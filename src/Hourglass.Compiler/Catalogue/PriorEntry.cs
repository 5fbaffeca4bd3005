using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;

namespace Hourglass.Compiler.Catalogue;

/// <summary>A prior that is made for its code: <c>prior z ~ vamp(500)</c>. A distribution can be one as well, by its own name.</summary>
public abstract class PriorEntry : CatalogueEntry
{
    /// <summary>Whether parameters of the encoder are parameters of the prior too.</summary>
    public virtual bool ReadsEncoder => false;

    /// <summary>Why a code cannot have it, in words that follow «because», and what to do; null where it can.</summary>
    /// <param name="model">The model so far.</param>
    /// <param name="code">The code.</param>
    internal abstract (string Reason, string Help)? Refuse(ModelScope model, BoundBinding code);

    /// <summary>The distribution that it is.</summary>
    /// <param name="at">Where its parameters are made.</param>
    /// <param name="posterior">The code's distribution.</param>
    /// <param name="arguments">Its arguments.</param>
    public abstract Density Lower(PriorLowering at, Density posterior, BoundArguments arguments);
}
