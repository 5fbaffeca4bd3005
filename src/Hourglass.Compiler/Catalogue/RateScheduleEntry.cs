using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue;

/// <summary>A way in which the learning rate moves.</summary>
public abstract class RateScheduleEntry : CatalogueEntry
{
    /// <summary>Epochs over which the rate rises in a straight line, before the schedule begins.</summary>
    private protected static Parameter Warmup { get; } = new("warmup", ParameterKind.Amount, "0", NamedOnly: true);

    /// <summary>What the rate is multiplied by.</summary>
    /// <param name="gone">The epochs since the warm-up, or their share of all of them.</param>
    /// <param name="arguments">The schedule's arguments.</param>
    public abstract Formula Factor(Formula gone, BoundArguments arguments);

    /// <summary>Whether the factor is of the share that has passed, 0 to 1, and not of the epochs.</summary>
    public virtual bool IsOfShare => false;

    /// <summary>Whether it watches the examples that are set aside: <c>patience</c> and <c>factor</c> say how.</summary>
    public virtual bool Watches => false;

    /// <summary>Epochs of the warm-up.</summary>
    public virtual double WarmupOf(BoundArguments arguments) => arguments.Number("warmup");

    /// <summary>After how many epochs it does something for the first time.</summary>
    public virtual double Begins(BoundArguments arguments) => WarmupOf(arguments);
}
