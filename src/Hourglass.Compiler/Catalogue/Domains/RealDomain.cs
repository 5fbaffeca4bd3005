namespace Hourglass.Compiler.Catalogue.Domains;

/// <summary>The domain <c>real</c>.</summary>
public sealed class RealDomain : DomainEntry
{
    /// <inheritdoc/>
    public override string Name => "real";

    /// <inheritdoc/>
    public override string Summary => "Any real number.";

    /// <inheritdoc/>
    public override string Values => "any real";

    /// <inheritdoc/>
    public override ValueRange Range => ValueRange.Any;

    /// <inheritdoc/>
    public override EquatableArray<string> Likelihoods { get; } = EquatableArray.Of("normal", "laplace", "student");

    /// <inheritdoc/>
    public override string RuntimeName => "Real";
}
