using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hourglass.Distributions;

/// <summary>
/// A bijection in which each variable is moved and scaled by what a network makes of those before it (Germain et al., 2015). One way takes
/// the network once, the other once for each variable.
/// </summary>
public abstract class AutoregressiveFlow : Bijection
{
    /// <summary>How much smaller than PyTorch's the weights of the network's last layers are at first.</summary>
    private const double Small = 0.01;

    private readonly MaskedLinear _first;
    private readonly MaskedLinear _second;

    private protected AutoregressiveFlow(
        string name,
        int width,
        int hidden,
        int depth,
        bool reversed,
        (string First, string Second) heads,
        double secondBias)
        : base(name, width)
    {
        var (variables, units) = (new UnitDegrees(width, IsReversed: reversed), new UnitDegrees(hidden, Round: Math.Max(1, width - 1)));
        Hidden = nn.ModuleList<MaskedLinear>(
            [.. Enumerable.Range(0, depth).Select(i => new MaskedLinear(i == 0 ? variables : units, units, isStrict: false))]);
        _first = new MaskedLinear(units, variables, isStrict: true, Small);
        _second = new MaskedLinear(units, variables, isStrict: true, Small, secondBias);
        register_module("hidden", Hidden);
        register_module(heads.First, _first);
        register_module(heads.Second, _second);
    }

    /// <summary>The network's hidden layers.</summary>
    public ModuleList<MaskedLinear> Hidden { get; }

    /// <summary>The layer of the network's first result.</summary>
    private protected MaskedLinear First => _first;

    /// <summary>The layer of the network's second result.</summary>
    private protected MaskedLinear Second => _second;

    /// <inheritdoc/>
    private protected override Tensor Weight => _first.Weight;

    /// <summary>What the network makes of variables <c>[N, d]</c>: two numbers for each, from those before it.</summary>
    private protected Func<Tensor, (Tensor First, Tensor Second)> Network()
    {
        // A function, so that the weights are masked once for however many passes.
        var hidden = Hidden.Select(Masked).ToArray();
        var (first, second) = (Masked(_first), Masked(_second));
        return x =>
        {
            foreach (var (weight, bias) in hidden)
            {
                x = nn.functional.elu(nn.functional.linear(x, weight, bias), alpha: 1);
            }

            return (nn.functional.linear(x, first.Weight, first.Bias), nn.functional.linear(x, second.Weight, second.Bias));
        };
    }

    /// <summary>
    /// Begins anywhere: after each pass one variable more, in the network's order, no longer depends on where it began, nor does what the
    /// network gives for the next one.
    /// </summary>
    private protected static (Tensor Value, Tensor LogDet) InPasses(Tensor given, Func<Tensor, (Tensor Value, Tensor LogDet)> pass)
    {
        var (value, logDet) = pass(given.detach());
        for (var i = 1; i < given.size(1); i++)
        {
            (value, logDet) = pass(value);
        }

        return (value, logDet);
    }

    private static (Tensor Weight, Tensor Bias) Masked(MaskedLinear layer) => (layer.Weight * layer.Mask, layer.Bias);
}

/// <summary>
/// An inverse autoregressive flow (Kingma et al., 2016, equations 12 to 14): x = σ z + (1 - σ) m, m and the gate of each variable from the
/// variables of z before it.
/// </summary>
public sealed class InverseAutoregressiveFlow : AutoregressiveFlow
{
    /// <summary>Gates are open at first: the flow is near the identity.</summary>
    private const double Open = 2;

    /// <summary>A flow near the identity.</summary>
    /// <param name="width">How many variables a vector has.</param>
    /// <param name="hidden">How many units a hidden layer has.</param>
    /// <param name="depth">How many hidden layers there are.</param>
    /// <param name="reversed">Whether it goes from the last variable to the first.</param>
    public InverseAutoregressiveFlow(int width, int hidden, int depth, bool reversed = false)
        : base(nameof(InverseAutoregressiveFlow), width, hidden, depth, reversed, ("mean", "gate"), Open)
    {
    }

    /// <summary>The layer that gives m.</summary>
    public MaskedLinear Mean => First;

    /// <summary>The layer that gives the logits of σ.</summary>
    public MaskedLinear Gate => Second;

    /// <inheritdoc/>
    private protected override (Tensor Value, Tensor LogDet) Map(Tensor z)
    {
        var (mean, gate) = Network()(z);
        var share = gate.sigmoid();
        return (share * z + (1 - share) * mean, LogDetOf(gate));
    }

    /// <inheritdoc/>
    private protected override (Tensor Value, Tensor LogDet) MapBack(Tensor x)
    {
        var network = Network();
        return InPasses(x, z =>
        {
            var (mean, gate) = network(z);
            var share = gate.sigmoid();
            return ((x - (1 - share) * mean) / share, LogDetOf(gate));
        });
    }

    private static Tensor LogDetOf(Tensor gate) => nn.functional.logsigmoid(gate).sum(1, keepdim: true);
}

/// <summary>
/// A masked autoregressive flow (Papamakarios et al., 2017, equations 3 to 5): x = z e^a + m, m and a of each variable from the variables
/// of x before it.
/// </summary>
public sealed class MaskedAutoregressiveFlow : AutoregressiveFlow
{
    /// <summary>A flow near the identity.</summary>
    /// <param name="width">How many variables a vector has.</param>
    /// <param name="hidden">How many units a hidden layer has.</param>
    /// <param name="depth">How many hidden layers there are.</param>
    /// <param name="reversed">Whether it goes from the last variable to the first.</param>
    public MaskedAutoregressiveFlow(int width, int hidden, int depth, bool reversed = false)
        : base(nameof(MaskedAutoregressiveFlow), width, hidden, depth, reversed, ("shift", "logscale"), 0)
    {
    }

    /// <summary>The layer that gives m.</summary>
    public MaskedLinear Shift => First;

    /// <summary>The layer that gives a.</summary>
    public MaskedLinear LogScale => Second;

    /// <inheritdoc/>
    private protected override (Tensor Value, Tensor LogDet) Map(Tensor z)
    {
        var network = Network();
        return InPasses(z, x =>
        {
            var (shift, logscale) = network(x);
            return (z * logscale.exp() + shift, logscale.sum(1, keepdim: true));
        });
    }

    /// <inheritdoc/>
    private protected override (Tensor Value, Tensor LogDet) MapBack(Tensor x)
    {
        var (shift, logscale) = Network()(x);
        return ((x - shift) * (-logscale).exp(), logscale.sum(1, keepdim: true));
    }
}
