namespace Hourglass.Compiler.Catalogue.Activations;

/// <summary>The activation <c>tanh</c>.</summary>
public sealed class Tanh : ActivationEntry
{
    /// <inheritdoc/>
    public override string Name => "tanh";

    /// <inheritdoc/>
    public override string Summary => "The hyperbolic tangent.";


    /// <inheritdoc/>
    public override ValueRange RangeOf(ValueRange input, double parameter) => new(Math.Tanh(input.Low), Math.Tanh(input.High));
}
