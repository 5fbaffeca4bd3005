namespace Hourglass.Compiler.Catalogue.Domains;

/// <summary>The domain <c>unit</c>.</summary>
public sealed class UnitDomain : DomainEntry
{
    /// <inheritdoc/>
    public override string Name => "unit";

    /// <inheritdoc/>
    public override string Summary => "Numbers from 0 to 1, such as the grey values of an image.";

    /// <inheritdoc/>
    public override string Values => "[0, 1]";

    /// <inheritdoc/>
    public override ValueRange Range => ValueRange.Unit;

    /// <inheritdoc/>
    public override EquatableArray<string> Likelihoods { get; } = EquatableArray.Of("bernoulli", "continuous_bernoulli", "beta", "normal");

    /// <inheritdoc/>
    public override string RuntimeName => "Unit";
}
