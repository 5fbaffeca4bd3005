namespace Hourglass.Compiler.Catalogue.Activations;

/// <summary>The activation <c>softplus</c>.</summary>
internal sealed class Softplus : ActivationEntry
{
    public override string Name => "softplus";
    public override string Summary => "log(1 + exp(a)).";
    public override string Source => "Dugas et al. (2001)";
    public override ValueRange RangeOf(ValueRange input, double parameter) => ValueRange.NonNegative;
}
