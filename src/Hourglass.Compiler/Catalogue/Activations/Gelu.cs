namespace Hourglass.Compiler.Catalogue.Activations;

/// <summary>The activation <c>gelu</c>.</summary>
public sealed class Gelu : ActivationEntry
{
    /// <inheritdoc/>
    public override string Name => "gelu";

    /// <inheritdoc/>
    public override string Summary => "a · Φ(a), Φ the normal distribution function.";

    /// <inheritdoc/>
    public override string Source => "Hendrycks and Gimpel (2016)";

    /// <inheritdoc/>
    public override ValueRange RangeOf(ValueRange input, double parameter) => new(input.Low < 0 ? -0.17004 : 0, Math.Max(input.High, 0));
}
