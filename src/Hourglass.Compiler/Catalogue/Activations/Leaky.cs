namespace Hourglass.Compiler.Catalogue.Activations;

/// <summary>The activation <c>leaky</c>.</summary>
public sealed class Leaky : ActivationEntry
{
    /// <inheritdoc/>
    public override string Name => "leaky";

    /// <inheritdoc/>
    public override string Summary => "a where it is positive, slope · a elsewhere.";

    /// <inheritdoc/>
    public override string Source => "Maas et al. (2013)";

    /// <inheritdoc/>
    public override string Function => "leaky_relu";

    /// <inheritdoc/>
    public override double DefaultParameter => 0.01;

    /// <inheritdoc/>
    public override ValueRange RangeOf(ValueRange input, double parameter) => input.Through(a => a >= 0 ? a : parameter == 0 ? 0 : parameter * a);
}
