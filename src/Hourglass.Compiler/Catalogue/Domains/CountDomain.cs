namespace Hourglass.Compiler.Catalogue.Domains;

/// <summary>The domain <c>count</c>.</summary>
internal sealed class CountDomain : DomainEntry
{
    public override string Name => "count";
    public override string Summary => "Whole numbers from 0 on.";
    public override string Values => "0, 1, 2, …";
    public override ValueRange Range => ValueRange.NonNegative;

    public override EquatableArray<string> Likelihoods { get; } = EquatableArray.Of("poisson", "multinomial");

    public override string RuntimeName => "Count";
}
