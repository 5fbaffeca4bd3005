using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue;

/// <summary>A weight that moves with the epochs.</summary>
public abstract class WeightScheduleEntry : CatalogueEntry
{
    /// <summary>The weight, of the epochs that have passed (3.5 in the middle of the fourth).</summary>
    public abstract Formula Weight(Formula epoch, BoundArguments arguments);

    /// <summary>After how many epochs the weight moves no more; null where it always does.</summary>
    public abstract double? EndsAfter(BoundArguments arguments);

    /// <summary>Whether it is no factor but what a term is held at: how far the term is from it is minimized.</summary>
    public virtual bool IsCapacity => false;

    /// <summary>Whether the weight is zero at all times.</summary>
    public abstract bool IsZero(BoundArguments arguments);
}
