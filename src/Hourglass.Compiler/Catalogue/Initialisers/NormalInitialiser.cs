namespace Hourglass.Compiler.Catalogue.Initialisers;

/// <summary>The initialiser <c>normal</c>.</summary>
internal sealed class NormalInitialiser : InitialiserEntry
{
    public override string Name => "normal";
    public override string Summary => "Normal, with the given standard deviation.";
    public override string RuntimeName => "Normal";

    public override Signature Signature { get; } = Signature.Of(new Parameter("deviation", ParameterKind.Positive));
}
