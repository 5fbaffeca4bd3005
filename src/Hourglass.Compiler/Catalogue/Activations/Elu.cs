namespace Hourglass.Compiler.Catalogue.Activations;

/// <summary>The activation <c>elu</c>.</summary>
public sealed class Elu : ActivationEntry
{
    /// <inheritdoc/>
    public override string Name => "elu";

    /// <inheritdoc/>
    public override string Summary => "a where it is positive, slope · (exp(a) - 1) elsewhere.";

    /// <inheritdoc/>
    public override string Source => "Clevert et al. (2016), equation 15";

    /// <inheritdoc/>
    public override double DefaultParameter => 1;

    /// <inheritdoc/>
    public override ValueRange RangeOf(ValueRange input, double parameter) => input.Through(a => a >= 0 ? a : parameter * (Math.Exp(a) - 1));
}
