namespace Hourglass.Compiler.Catalogue.Activations;

/// <summary>The activation <c>relu</c>.</summary>
internal sealed class Relu : ActivationEntry
{
    public override string Name => "relu";
    public override string Summary => "max(0, a).";
    public override string Source => "Nair and Hinton (2010)";
    public override ValueRange RangeOf(ValueRange input, double parameter) => new(Math.Max(input.Low, 0), Math.Max(input.High, 0));
}
