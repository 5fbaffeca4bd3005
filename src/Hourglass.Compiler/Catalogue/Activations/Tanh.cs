namespace Hourglass.Compiler.Catalogue.Activations;

/// <summary>The activation <c>tanh</c>.</summary>
internal sealed class Tanh : ActivationEntry
{
    public override string Name => "tanh";
    public override string Summary => "The hyperbolic tangent.";


    public override ValueRange RangeOf(ValueRange input, double parameter) => new(Math.Tanh(input.Low), Math.Tanh(input.High));
}
