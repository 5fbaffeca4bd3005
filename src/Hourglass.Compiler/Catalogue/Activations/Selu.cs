namespace Hourglass.Compiler.Catalogue.Activations;

/// <summary>The activation <c>selu</c>.</summary>
internal sealed class Selu : ActivationEntry
{
    public override string Name => "selu";
    public override string Summary => "The self-normalising scaled elu.";
    public override string Source => "Klambauer et al. (2017), equation 2";
    public override ValueRange RangeOf(ValueRange input, double parameter) =>
        new(input.Low < 0 ? -1.7580993408473768 : input.Low, double.PositiveInfinity);
}
