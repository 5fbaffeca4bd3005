namespace Hourglass.Compiler.Catalogue.Activations;

/// <summary>The activation <c>gelu</c>.</summary>
internal sealed class Gelu : ActivationEntry
{
    public override string Name => "gelu";
    public override string Summary => "a · Φ(a), Φ the normal distribution function.";
    public override string Source => "Hendrycks and Gimpel (2016)";
    public override ValueRange RangeOf(ValueRange input, double parameter) => new(input.Low < 0 ? -0.17004 : 0, Math.Max(input.High, 0));
}
