namespace Hourglass.Compiler.Catalogue.Activations;

/// <summary>The activation <c>silu</c>.</summary>
public sealed class Silu : ActivationEntry
{
    /// <inheritdoc/>
    public override string Name => "silu";

    /// <inheritdoc/>
    public override string Summary => "a · sigmoid(a).";

    /// <inheritdoc/>
    public override string Source => "Elfwing et al. (2018)";

    /// <inheritdoc/>
    public override ValueRange RangeOf(ValueRange input, double parameter) => new(input.Low < 0 ? -0.27847 : 0, Math.Max(input.High, 0));
}
