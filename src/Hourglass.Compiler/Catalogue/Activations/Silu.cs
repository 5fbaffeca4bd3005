namespace Hourglass.Compiler.Catalogue.Activations;

/// <summary>The activation <c>silu</c>.</summary>
internal sealed class Silu : ActivationEntry
{
    public override string Name => "silu";
    public override string Summary => "a · sigmoid(a).";
    public override string Source => "Elfwing et al. (2018)";
    public override ValueRange RangeOf(ValueRange input, double parameter) => new(input.Low < 0 ? -0.27847 : 0, Math.Max(input.High, 0));
}
