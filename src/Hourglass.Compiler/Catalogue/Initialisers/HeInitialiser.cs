namespace Hourglass.Compiler.Catalogue.Initialisers;

/// <summary>The initialiser <c>he</c>.</summary>
internal sealed class HeInitialiser : InitialiserEntry
{
    public override string Name => "he";
    public override string Summary => "Normal, with variance 2 / inputs: keeps the variance through rectifiers.";
    public override string Source => "He et al. (2015), equation 10";
    public override string RuntimeName => "He";
}
