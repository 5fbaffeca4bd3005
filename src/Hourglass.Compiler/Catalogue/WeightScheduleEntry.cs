using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue;

/// <summary>A weight that moves with the epochs.</summary>
public abstract class WeightScheduleEntry : CatalogueEntry
{
    /// <summary>The method of the runtime's <c>WeightSchedule</c>; it takes the epoch, then the signature's parameters.</summary>
    public abstract string RuntimeName { get; }

    /// <summary>After how many epochs the weight moves no more; null where it always does.</summary>
    public abstract double? EndsAfter(BoundArguments arguments);

    /// <summary>Whether the weight is zero at all times.</summary>
    public abstract bool IsZero(BoundArguments arguments);
}
