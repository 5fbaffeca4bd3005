namespace Hourglass.Compiler.Catalogue.Domains;

/// <summary>The domain <c>unit</c>.</summary>
internal sealed class UnitDomain : DomainEntry
{
    public override string Name => "unit";
    public override string Summary => "Numbers from 0 to 1, such as the grey values of an image.";
    public override string Values => "[0, 1]";
    public override ValueRange Range => ValueRange.Unit;

    public override EquatableArray<string> Likelihoods { get; } = EquatableArray.Of("bernoulli", "continuous_bernoulli", "beta", "normal");

    /// <summary>Densities on the open interval are infinite, or 0, at its ends.</summary>
    internal override double Filler => 0.5;

    public override string RuntimeName => "Unit";
}
