namespace Hourglass.Compiler.Catalogue.Domains;

/// <summary>The domain <c>class</c>.</summary>
internal sealed class ClassDomain : DomainEntry
{
    public override string Name => "class";
    public override string Summary => "One of K classes; a pipeline reads it as one-hot.";
    public override Signature Signature { get; } = Signature.Of(new Parameter("K", ParameterKind.Size));
    public override string Values => "0 … K-1";
    public override ValueRange Range => ValueRange.Unit;

    public override EquatableArray<string> Likelihoods { get; } = EquatableArray.Of("categorical");

    public override string RuntimeName => "Class";
}
