using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Activations;

/// <summary>The activation <c>softmax</c>.</summary>
internal sealed class Softmax : ActivationEntry
{
    public override string Name => "softmax";
    public override string Summary => "Exponentials that sum to one along the first dimension.";


    public override ValueRange RangeOf(ValueRange input, double parameter) => ValueRange.Unit;
    public override Value Apply(Value input, double parameter) => input.Softmax();
}
