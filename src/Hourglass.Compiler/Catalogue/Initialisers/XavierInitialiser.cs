namespace Hourglass.Compiler.Catalogue.Initialisers;

/// <summary>The initialiser <c>xavier</c>.</summary>
internal sealed class XavierInitialiser : InitialiserEntry
{
    public override string Name => "xavier";
    public override string Summary => "Uniform, with variance 2 / (inputs + outputs): keeps the variance of activations and of gradients.";
    public override string Source => "Glorot and Bengio (2010), equation 16";
    public override string RuntimeName => "Xavier";
}
