using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Hourglass.Numerics;

/// <summary>Attention of the steps of a sequence to each other (Vaswani et al., 2017, section 3.2).</summary>
public static class SelfAttention
{
    /// <summary>What a layer makes of sequences, whose module takes the steps before the examples.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="x">Sequences, <c>[N, T, n]</c>.</param>
    /// <param name="causal">Whether no step reads from one behind it.</param>
    /// <returns><c>[N, T, n]</c>.</returns>
    public static Tensor Of(MultiheadAttention layer, Tensor x, bool causal = false)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(x);
        var (steps, length) = (x.transpose(0, 1), x.size(1));
        var mask = causal ? full([length, length], double.NegativeInfinity, dtype: x.dtype, device: x.device).triu(1) : null;
        return layer.call(steps, steps, steps, null, false, mask).Item1.transpose(0, 1);
    }
}
