using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue;

/// <summary>A corruption of the input while training; the clean data stays the target.</summary>
public abstract class NoiseEntry : CatalogueEntry
{
    /// <summary>The corrupted value.</summary>
    public abstract Value Corrupt(StageLowering at, Value x, double level);

    /// <summary>What the elements of a corrupted value can be.</summary>
    public abstract ValueRange RangeOf(ValueRange input);
}
