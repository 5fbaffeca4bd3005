namespace Hourglass.Compiler.Catalogue;

/// <summary>A weight that moves with the epochs.</summary>
public abstract class WeightScheduleEntry : CatalogueEntry
{
    /// <summary>The method of the runtime's <c>WeightSchedule</c>; it takes the epoch, then the signature's parameters.</summary>
    public abstract string RuntimeName { get; }
}
