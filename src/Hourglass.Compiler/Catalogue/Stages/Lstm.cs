using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Catalogue.Stages;

/// <summary>The stage <c>lstm</c>.</summary>
internal sealed class Lstm : RecurrentStage
{
    public override string Name => "lstm";
    public override string Summary =>
        "Long short-term memory of width n over the steps of a sequence, from zeros: its state at each step. `reverse` begins at the last "
        + "step; the states stay in the order of the input.";
    public override string Source => "Hochreiter and Schmidhuber (1997); Gers et al. (2000), section 3";
    protected override string Described => "an `lstm`";
    protected override Cell Cell => Cell.Lstm;
}
