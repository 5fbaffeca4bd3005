using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Numerics;

/// <summary>
/// What a model draws. In the steps of a training session the numbers are those of <see cref="Noise"/>, a function of the run's seed, the
/// step and the site, whichever way the step is computed: the same site gives the same numbers until the next step. Everywhere else they
/// come from torch's global generator.
/// </summary>
public sealed class NoiseStream
{
    private (long Seed, long Step)? _at;

    /// <summary>Standard normal draws.</summary>
    /// <param name="site">The place that draws, a number of its own in the model.</param>
    /// <param name="like">Gives the shape, the type and the device. The numbers are those of single precision, converted.</param>
    /// <returns>The shape of <paramref name="like"/>, without gradients.</returns>
    public Tensor Normal(int site, Tensor like) =>
        _at is { } at ? Drawn(at, site, like, like.shape, normal: true) : TorchDraws.NormalLike(like);

    /// <summary>Standard normal draws for several copies of a tensor.</summary>
    /// <param name="site">The place that draws, a number of its own in the model.</param>
    /// <param name="like">Gives the shape <c>[N, ...]</c>, the type and the device.</param>
    /// <param name="repeats">How many copies.</param>
    /// <returns><c>[repeats · N, ...]</c>, the copies outermost, without gradients.</returns>
    public Tensor Normal(int site, Tensor like, int repeats) =>
        Normal(site, like, [repeats * like.shape[0], .. like.shape.AsSpan(1)]);

    /// <summary>Standard normal draws of a shape.</summary>
    /// <param name="site">The place that draws, a number of its own in the model.</param>
    /// <param name="like">Gives the type and the device.</param>
    /// <param name="shape">The shape.</param>
    /// <returns>Numbers without gradients.</returns>
    public Tensor Normal(int site, Tensor like, long[] shape) =>
        _at is { } at ? Drawn(at, site, like, shape, normal: true) : TorchDraws.Normal(shape, like.dtype, like.device);

    /// <summary>Draws from [0, 1), multiples of 2⁻²⁴.</summary>
    /// <inheritdoc cref="Normal(int, Tensor)"/>
    public Tensor Uniform(int site, Tensor like) =>
        _at is { } at ? Drawn(at, site, like, like.shape, normal: false) : TorchDraws.UniformLike(like);

    /// <summary>Draws from [0, 1) for several copies of a tensor.</summary>
    /// <param name="site">The place that draws, a number of its own in the model.</param>
    /// <param name="like">Gives the shape <c>[N, ...]</c>, the type and the device.</param>
    /// <param name="repeats">How many copies.</param>
    /// <returns><c>[repeats · N, ...]</c>, the copies outermost, without gradients.</returns>
    public Tensor Uniform(int site, Tensor like, int repeats) =>
        Uniform(site, like, [repeats * like.shape[0], .. like.shape.AsSpan(1)]);

    /// <summary>Draws from [0, 1) of a shape.</summary>
    /// <inheritdoc cref="Normal(int, Tensor, long[])"/>
    public Tensor Uniform(int site, Tensor like, long[] shape) =>
        _at is { } at ? Drawn(at, site, like, shape, normal: false) : TorchDraws.Uniform(shape, like.dtype, like.device);

    /// <summary>From here on the draws are those of a step.</summary>
    internal void Begin(long seed, long step) => _at = (seed, step);

    /// <summary>From here on torch's global generator draws again.</summary>
    internal void End() => _at = null;

    private static unsafe Tensor Drawn((long Seed, long Step) at, int site, Tensor like, long[] shape, bool normal)
    {
        var numbers = empty(shape, ScalarType.Float32);
        if (normal)
        {
            Noise.FillNormal(TensorMemory.Of<float>(numbers), 0, numbers.NumberOfElements, at.Seed, site, at.Step);
        }
        else
        {
            Noise.FillUniform(TensorMemory.Of<float>(numbers), 0, numbers.NumberOfElements, at.Seed, site, at.Step);
        }

        if (like.dtype == ScalarType.Float32 && like.device_type == DeviceType.CPU)
        {
            return numbers;
        }

        using (numbers)
        {
            return numbers.to(like.dtype, like.device);
        }
    }
}
