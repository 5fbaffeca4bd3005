using Hourglass.Compiler.Binding;

namespace Hourglass.Compiler.Catalogue.Noises;

/// <summary>The corruption <c>salt</c>.</summary>
public sealed class SaltNoise : NoiseEntry
{
    /// <inheritdoc/>
    public override string Name => "salt";

    /// <inheritdoc/>
    public override string Summary => "Sets each element, with probability p, to 0 or 1 with equal chances (salt and pepper).";

    /// <inheritdoc/>
    public override string Source => "Vincent et al. (2010), section 3";

    /// <inheritdoc/>
    public override Signature Signature => Signature.Of(new Parameter("p", ParameterKind.Fraction));

    /// <inheritdoc/>
    public override string RuntimeName => "Salt";

    /// <inheritdoc/>
    public override ValueRange RangeOf(ValueRange input) => input.Union(ValueRange.Unit);
}
