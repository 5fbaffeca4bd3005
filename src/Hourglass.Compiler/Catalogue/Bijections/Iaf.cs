using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Bijections;

/// <summary>The bijection <c>iaf</c>.</summary>
internal sealed class Iaf : AutoregressiveBijection
{
    public override string Name => "iaf";
    public override string Summary =>
        "An inverse autoregressive flow, x = σ z + (1 - σ) m, with m and the gate σ of each variable from a network of depth hidden layers "
        + "of h units (ELU) that reads the variables of z before it. Made for posteriors: a draw takes one pass.";
    public override string Source =>
        "Kingma et al. (2016), equations 12 to 14, without a context; the network: Germain et al. (2015), section 4";
    public override string Passes => "one pass; one for each variable";
    protected override bool DrawsInPasses => false;
    protected override string Module => "InverseAutoregressiveFlow";
    protected override (string First, string Second) Heads => ("mean", "gate");

    public override (Value Value, Value LogDet) Forward(Layer layer, Value z)
    {
        var (mean, gate) = Network(layer, z);
        var share = gate.Sigmoid();
        return ((share * z) + ((1 - share) * mean), LogDet(gate));
    }

    public override (Value Value, Value LogDet) Inverse(Layer layer, Value x) => InPasses(x, z =>
    {
        var (mean, gate) = Network(layer, z);
        var share = gate.Sigmoid();
        return ((x - ((1 - share) * mean)) / share, LogDet(gate));
    });

    /// <summary>Σ log σ.</summary>
    private static Value LogDet(Value gate) => -(-gate).Softplus().Sum(axis: 0);
}
