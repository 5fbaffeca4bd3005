namespace Hourglass.Compiler.Catalogue.Domains;

/// <summary>The domain <c>binary</c>.</summary>
public sealed class BinaryDomain : DomainEntry
{
    /// <inheritdoc/>
    public override string Name => "binary";

    /// <inheritdoc/>
    public override string Summary => "Zeros and ones.";

    /// <inheritdoc/>
    public override string Values => "{0, 1}";

    /// <inheritdoc/>
    public override ValueRange Range => ValueRange.Unit;

    /// <inheritdoc/>
    public override EquatableArray<string> Likelihoods { get; } = EquatableArray.Of("bernoulli");

    /// <inheritdoc/>
    public override string RuntimeName => "Binary";
}
