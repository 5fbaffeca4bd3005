namespace Hourglass.Compiler.Catalogue;

/// <summary>A domain of data.</summary>
public abstract class DomainEntry : CatalogueEntry
{
    /// <summary>The values, for the reference.</summary>
    public abstract string Values { get; }

    /// <summary>What the elements can be where a pipeline reads them.</summary>
    public abstract ValueRange Range { get; }

    /// <summary>The distributions that fit as likelihoods.</summary>
    public abstract EquatableArray<string> Likelihoods { get; }

    /// <summary>What stands in the place of a missing element where terms are computed: they leave it out, and it must harm none.</summary>
    internal virtual double Filler => 0;

    /// <summary>The member of the runtime's <c>Domain</c>.</summary>
    public abstract string RuntimeName { get; }
}
