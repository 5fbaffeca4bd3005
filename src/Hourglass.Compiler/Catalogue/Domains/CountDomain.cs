namespace Hourglass.Compiler.Catalogue.Domains;

/// <summary>The domain <c>count</c>.</summary>
public sealed class CountDomain : DomainEntry
{
    /// <inheritdoc/>
    public override string Name => "count";

    /// <inheritdoc/>
    public override string Summary => "Whole numbers from 0 on.";

    /// <inheritdoc/>
    public override string Values => "0, 1, 2, …";

    /// <inheritdoc/>
    public override ValueRange Range => ValueRange.NonNegative;

    /// <inheritdoc/>
    public override EquatableArray<string> Likelihoods { get; } = EquatableArray.Of("poisson", "multinomial");

    /// <inheritdoc/>
    public override string RuntimeName => "Count";
}
