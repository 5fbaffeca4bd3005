using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue;

/// <summary>A corruption of the input while training; the clean data stays the target.</summary>
public abstract class NoiseEntry : CatalogueEntry
{
    /// <summary>The method of the runtime's <c>Corruption</c>.</summary>
    public abstract string RuntimeName { get; }

    /// <summary>What the elements of a corrupted value can be.</summary>
    public abstract ValueRange RangeOf(ValueRange input);
}
