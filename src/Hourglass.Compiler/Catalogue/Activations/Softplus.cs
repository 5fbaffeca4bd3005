namespace Hourglass.Compiler.Catalogue.Activations;

/// <summary>The activation <c>softplus</c>.</summary>
public sealed class Softplus : ActivationEntry
{
    /// <inheritdoc/>
    public override string Name => "softplus";

    /// <inheritdoc/>
    public override string Summary => "log(1 + exp(a)).";

    /// <inheritdoc/>
    public override string Source => "Dugas et al. (2001)";

    /// <inheritdoc/>
    public override ValueRange RangeOf(ValueRange input, double parameter) => ValueRange.NonNegative;
}
