namespace Hourglass.Compiler.Catalogue.Domains;

/// <summary>The domain <c>binary</c>.</summary>
internal sealed class BinaryDomain : DomainEntry
{
    public override string Name => "binary";
    public override string Summary => "Zeros and ones.";
    public override string Values => "{0, 1}";
    public override ValueRange Range => ValueRange.Unit;

    public override EquatableArray<string> Likelihoods { get; } = EquatableArray.Of("bernoulli");

    public override string RuntimeName => "Binary";
}
