namespace Hourglass.Compiler.Catalogue.Activations;

/// <summary>The activation <c>selu</c>.</summary>
public sealed class Selu : ActivationEntry
{
    /// <inheritdoc/>
    public override string Name => "selu";

    /// <inheritdoc/>
    public override string Summary => "The self-normalising scaled elu.";

    /// <inheritdoc/>
    public override string Source => "Klambauer et al. (2017), equation 2";

    /// <inheritdoc/>
    public override ValueRange RangeOf(ValueRange input, double parameter) => new(input.Low < 0 ? -1.7580993408473768 : input.Low, double.PositiveInfinity);
}
