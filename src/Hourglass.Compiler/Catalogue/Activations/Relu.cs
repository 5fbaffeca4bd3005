namespace Hourglass.Compiler.Catalogue.Activations;

/// <summary>The activation <c>relu</c>.</summary>
public sealed class Relu : ActivationEntry
{
    /// <inheritdoc/>
    public override string Name => "relu";

    /// <inheritdoc/>
    public override string Summary => "max(0, a).";

    /// <inheritdoc/>
    public override string Source => "Nair and Hinton (2010)";

    /// <inheritdoc/>
    public override ValueRange RangeOf(ValueRange input, double parameter) => new(Math.Max(input.Low, 0), Math.Max(input.High, 0));
}
