namespace Hourglass.Compiler.Catalogue.Activations;

/// <summary>The activation <c>elu</c>.</summary>
internal sealed class Elu : ActivationEntry
{
    public override string Name => "elu";
    public override string Summary => "a where it is positive, slope · (exp(a) - 1) elsewhere.";
    public override string Source => "Clevert et al. (2016), equation 15";
    public override double DefaultParameter => 1;
    public override ValueRange RangeOf(ValueRange input, double parameter) =>
        input.Through(a => a >= 0 ? a : parameter * (Math.Exp(a) - 1));
}
