namespace Hourglass.Compiler.Catalogue.Activations;

/// <summary>The activation <c>sigmoid</c>.</summary>
internal sealed class Sigmoid : ActivationEntry
{
    public override string Name => "sigmoid";
    public override string Summary => "1 / (1 + exp(-a)); under a cross entropy it is computed from the logits.";


    public override ValueRange RangeOf(ValueRange input, double parameter) =>
        new(1 / (1 + Math.Exp(-input.Low)), 1 / (1 + Math.Exp(-input.High)));
}
