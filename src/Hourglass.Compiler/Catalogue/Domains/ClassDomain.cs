namespace Hourglass.Compiler.Catalogue.Domains;

/// <summary>The domain <c>class</c>.</summary>
public sealed class ClassDomain : DomainEntry
{
    /// <inheritdoc/>
    public override string Name => "class";

    /// <inheritdoc/>
    public override string Summary => "One of K classes; a pipeline reads it as one-hot.";

    /// <inheritdoc/>
    public override Signature Signature => Signature.Of(new Parameter("K", ParameterKind.Size));

    /// <inheritdoc/>
    public override string Values => "0 … K-1";

    /// <inheritdoc/>
    public override ValueRange Range => ValueRange.Unit;

    /// <inheritdoc/>
    public override EquatableArray<string> Likelihoods { get; } = EquatableArray.Of("categorical");

    /// <inheritdoc/>
    public override string RuntimeName => "Class";
}
