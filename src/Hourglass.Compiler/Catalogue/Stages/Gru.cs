using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Catalogue.Stages;

/// <summary>The stage <c>gru</c>.</summary>
internal sealed class Gru : RecurrentStage
{
    public override string Name => "gru";
    public override string Summary =>
        "Gated recurrent units of width n over the steps of a sequence, from zeros: their state at each step. `reverse` begins at the last "
        + "step; the states stay in the order of the input.";
    public override string Source => "Cho et al. (2014), equations 5 to 8, with PyTorch's bias inside of the reset";
    protected override string Described => "a `gru`";
    protected override Cell Cell => Cell.Gru;
}
