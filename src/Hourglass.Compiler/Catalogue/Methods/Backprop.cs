namespace Hourglass.Compiler.Catalogue.Methods;

/// <summary>The method <c>backprop</c>.</summary>
internal sealed class Backprop : MethodEntry
{
    public override string Name => "backprop";
    public override string Summary => "Moves every parameter against the gradient of the objective.";
    public override string Source => "Rumelhart, Hinton and Williams (1986)";
}
