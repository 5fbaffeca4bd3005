using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Bijections;

/// <summary>The bijection <c>maf</c>.</summary>
internal sealed class Maf : AutoregressiveBijection
{
    public override string Name => "maf";
    public override string Summary =>
        "A masked autoregressive flow, x = z e^a + m, with m and a of each variable from a network of depth hidden layers of h units (ELU) "
        + "that reads the variables of x before it. Made for priors: a density takes one pass.";
    public override string Source =>
        "Papamakarios et al. (2017), equations 3 to 5; the network: Germain et al. (2015), section 4";
    public override string Passes => "one pass for each variable; one";
    protected override bool DrawsInPasses => true;
    protected override string Module => "MaskedAutoregressiveFlow";
    protected override (string First, string Second) Heads => ("shift", "logscale");

    public override (Value Value, Value LogDet) Forward(Layer layer, Value z) => InPasses(z, x =>
    {
        var (shift, logscale) = Network(layer, x);
        return ((z * logscale.Exp()) + shift, logscale.Sum(axis: 0));
    });

    public override (Value Value, Value LogDet) Inverse(Layer layer, Value x)
    {
        var (shift, logscale) = Network(layer, x);
        return ((x - shift) * (-logscale).Exp(), logscale.Sum(axis: 0));
    }
}
