namespace Hourglass.Compiler.Catalogue.Activations;

/// <summary>The activation <c>leaky</c>.</summary>
internal sealed class Leaky : ActivationEntry
{
    public override string Name => "leaky";
    public override string Summary => "a where it is positive, slope · a elsewhere.";
    public override string Source => "Maas et al. (2013)";
    public override string Function => "leaky_relu";
    public override double DefaultParameter => 0.01;
    public override ValueRange RangeOf(ValueRange input, double parameter) =>
        input.Through(a => a >= 0 ? a : parameter == 0 ? 0 : parameter * a);
}
