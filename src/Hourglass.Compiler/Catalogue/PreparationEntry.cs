using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue;

/// <summary>What data go through before anything reads them.</summary>
public abstract class PreparationEntry : CatalogueEntry
{
    /// <summary>The statistics of the training examples that it needs.</summary>
    public virtual StatisticKind Statistics => StatisticKind.None;

    /// <summary>What it takes, in words: <c>numbers above -1</c>.</summary>
    public abstract string Takes { get; }

    /// <summary>The number that all of what it takes must lie above; null where there is none.</summary>
    public virtual double? Above => null;

    /// <summary>What the data, which are no classes, are behind it; null where it cannot take them.</summary>
    public abstract Prepared? Of(Prepared before, BoundArguments arguments);

    /// <summary>Values behind it.</summary>
    internal abstract Value Lower(PreparationLowering at, Value x);

    /// <summary>Values behind it, back in the units before it; the values themselves where there is no way back.</summary>
    internal abstract Value Undo(PreparationLowering at, Value y);
}

/// <summary>What data are: their domain, and what of it their values can be.</summary>
/// <param name="Domain">The domain.</param>
/// <param name="Range">The values.</param>
public sealed record Prepared(DomainEntry Domain, ValueRange Range)
{
    /// <summary>All values of a domain.</summary>
    public static Prepared All(string domain) => new(Vocabulary.Domains[domain], Vocabulary.Domains[domain].Range);
}

/// <summary>Statistics of each element over the training examples.</summary>
public enum StatisticKind
{
    /// <summary>None.</summary>
    None,

    /// <summary>The mean and the standard deviation.</summary>
    Moments,

    /// <summary>The least value, and how far the largest is from it.</summary>
    Range,
}
