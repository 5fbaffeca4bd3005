namespace Hourglass.Compiler.Catalogue.Domains;

/// <summary>The domain <c>real</c>.</summary>
internal sealed class RealDomain : DomainEntry
{
    public override string Name => "real";
    public override string Summary => "Any real number.";
    public override string Values => "any real";
    public override ValueRange Range => ValueRange.Any;

    public override EquatableArray<string> Likelihoods { get; } = EquatableArray.Of("normal", "laplace", "logistic", "student");

    public override string RuntimeName => "Real";
}
