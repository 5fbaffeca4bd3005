using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Activations;

/// <summary>The activation <c>softmax</c>.</summary>
public sealed class Softmax : ActivationEntry
{
    /// <inheritdoc/>
    public override string Name => "softmax";

    /// <inheritdoc/>
    public override string Summary => "Exponentials that sum to one along the first dimension.";


    /// <inheritdoc/>
    public override ValueRange RangeOf(ValueRange input, double parameter) => ValueRange.Unit;

    /// <inheritdoc/>
    public override Value Apply(Value input, double parameter) => input.Softmax();
}
