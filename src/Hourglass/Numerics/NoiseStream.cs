using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Numerics;

/// <summary>
/// Where a model's draws come from. While a training session runs they are those of its seed, the step and the place in the model, whichever step
/// trains; at any other time they come from torch's global generator.
/// </summary>
public sealed class NoiseStream
{
    private (long Seed, long Step)? _training;

    /// <summary>Standard normal numbers.</summary>
    /// <param name="site">The place in the model.</param>
    /// <param name="like">A tensor of the wanted shape, type and device.</param>
    public Tensor Normal(int site, Tensor like) => _training is null ? randn_like(like) : Draw(site, like, like.shape, normal: true);

    /// <summary>Uniform numbers on [0, 1).</summary>
    /// <param name="site">The place in the model.</param>
    /// <param name="like">A tensor of the wanted shape, type and device.</param>
    public Tensor Uniform(int site, Tensor like) => _training is null ? rand_like(like) : Draw(site, like, like.shape, normal: false);

    /// <summary>Random signs, 1 or -1 with equal chances.</summary>
    /// <param name="site">The place in the model.</param>
    /// <param name="like"><c>[N, ...]</c>: the type, the device and the shape but for the rows.</param>
    /// <param name="times">How often <paramref name="like"/>'s rows are repeated.</param>
    /// <returns><c>[times · N, ...]</c>.</returns>
    public Tensor Signs(int site, Tensor like, int times)
    {
        long[] shape = [times * like.shape[0], .. like.shape.AsSpan(1)];
        var draw = _training is null ? rand(shape, dtype: like.dtype, device: like.device) : Draw(site, like, shape, normal: false);
        return draw.lt(0.5).to(like.dtype) * 2 - 1;
    }

    /// <summary>Draws belong to a step of training from here on.</summary>
    internal void Begin(long seed, long step) => _training = (seed, step);

    /// <summary>Training has ended.</summary>
    internal void End() => _training = null;

    private Tensor Draw(int site, Tensor like, long[] shape, bool normal)
    {
        var (seed, step) = _training!.Value;
        using var noGrad = no_grad();
        var draw = empty(shape, dtype: ScalarType.Float32);
        Fill(draw, new NoiseKey(seed, step, site), normal);
        return draw.to(like.dtype, like.device);
    }

    /// <summary>Fills a contiguous tensor of single precision in the processor's memory.</summary>
    internal static void Fill(Tensor single, NoiseKey key, bool normal)
    {
        var numbers = MemoryMarshal.Cast<byte, float>(single.bytes);
        if (normal)
        {
            CounterNoise.Normal(numbers, 0, key);
        }
        else
        {
            CounterNoise.Uniform(numbers, 0, key);
        }
    }
}
