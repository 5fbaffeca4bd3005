using Hourglass.Numerics;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hourglass.Distributions;

/// <summary>
/// <c>y = x (W ⊙ M)ᵀ + b</c>: a layer of an autoregressive network, whose units read only some of the units before them (Germain et al.,
/// 2015, equations 8 and 9).
/// </summary>
public sealed class MaskedLinear : nn.Module<Tensor, Tensor>
{
    private readonly UnitDegrees _inputs;
    private readonly UnitDegrees _outputs;
    private readonly bool _isStrict;

    /// <summary>W, <c>[out, in]</c>, what the mask hides included.</summary>
    [TorchSharp.Utils.ComponentName(Name = "weight")]
    public readonly Parameter Weight;

    /// <summary>b, <c>[out]</c>.</summary>
    [TorchSharp.Utils.ComponentName(Name = "bias")]
    public readonly Parameter Bias;

    /// <summary>A layer with weights as PyTorch's <c>Linear</c> has them at first, times a number.</summary>
    internal MaskedLinear(UnitDegrees from, UnitDegrees to, bool isStrict, double scale = 1, double bias = 0)
        : base(nameof(MaskedLinear))
    {
        (_inputs, _outputs, _isStrict) = (from, to, isStrict);
        using var scope = NewDisposeScope();
        var reach = scale / Math.Sqrt(from.Count);
        Weight = new Parameter(((2 * TorchDraws.Uniform([to.Count, from.Count]) - 1) * reach).DetachFromDisposeScope());
        Bias = new Parameter(((2 * TorchDraws.Uniform([to.Count]) - 1) * reach + bias).DetachFromDisposeScope());
        register_parameter("weight", Weight);
        register_parameter("bias", Bias);
    }

    /// <summary>1 where a unit reads a unit before it, 0 elsewhere, <c>[out, in]</c>; a new tensor.</summary>
    public Tensor Mask
    {
        get
        {
            using var scope = NewDisposeScope();
            var (to, from) = (_outputs.On(Weight.device).unsqueeze(1), _inputs.On(Weight.device));
            return (_isStrict ? to.gt(from) : to.ge(from)).to_type(Weight.dtype).MoveToOuterDisposeScope();
        }
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input) => nn.functional.linear(input, Weight * Mask, Bias);

    /// <summary>Nothing: the constructor registers the parameters.</summary>
    protected override void RegisterComponents()
    {
    }
}

/// <summary>The degrees of a layer's units.</summary>
/// <param name="Count">How many units.</param>
/// <param name="Round">After how many the degrees begin again at 1; 0 where they do not.</param>
/// <param name="IsReversed">Whether the first is the last in the order.</param>
internal readonly record struct UnitDegrees(int Count, int Round = 0, bool IsReversed = false)
{
    /// <summary>The degrees, <c>[Count]</c>.</summary>
    public Tensor On(Device device) => Round > 0 ? arange(Count, device: device).remainder(Round).add(1)
        : IsReversed ? arange(Count, 0, -1, device: device)
        : arange(1, Count + 1, device: device);
}
