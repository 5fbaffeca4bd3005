using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue;

/// <summary>A corruption of the input while training; the clean data stays the target.</summary>
public abstract class NoiseEntry : CatalogueEntry
{
    /// <summary>The method of the runtime's <c>Corruption</c>.</summary>
    public abstract string RuntimeName { get; }

    /// <summary>What it draws for each element, as the runtime's <c>NoiseStream</c> calls it: Uniform or Normal.</summary>
    public virtual string Draw => "Uniform";

    /// <summary>What the elements of a corrupted value can be.</summary>
    public abstract ValueRange RangeOf(ValueRange input);
}
