namespace Hourglass.Compiler.Catalogue.Initialisers;

/// <summary>The initialiser <c>orthogonal</c>.</summary>
internal sealed class OrthogonalInitialiser : InitialiserEntry
{
    public override string Name => "orthogonal";
    public override string Summary => "Orthogonal rows, or columns where there are fewer: keeps lengths.";
    public override string Source => "Saxe et al. (2014)";
    public override string RuntimeName => "Orthogonal";
}
