using Hourglass.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Numerics;

/// <summary>
/// Every draw of the library that <see cref="Noise"/> does not give. Torch has one generator for the whole process, so two threads that
/// draw from it at once would change each other's numbers: within a <see cref="DrawScope"/> the numbers come from a generator of
/// the scope's own, elsewhere from torch's. On other devices than the processor they come from torch's generator of the device.
/// </summary>
internal static class TorchDraws
{
    private static readonly AsyncLocal<DrawScope?> _scope = new();

    /// <summary>The scope of this flow of control, which may be over; null where torch's generator draws.</summary>
    public static DrawScope? Scope
    {
        get => _scope.Value;
        set => _scope.Value = value;
    }

    /// <summary>Standard normal draws of a tensor's shape, type and place.</summary>
    public static Tensor NormalLike(Tensor like) => empty_like(like).normal_(generator: For(like));

    /// <summary>Draws from [0, 1) of a tensor's shape, type and place.</summary>
    public static Tensor UniformLike(Tensor like) => empty_like(like).uniform_(0, 1, For(like));

    /// <summary>Draws from the exponential distribution of rate 1, of a tensor's shape, type and place.</summary>
    public static Tensor ExponentialLike(Tensor like) => empty_like(like).exponential_(1, For(like));

    /// <summary>Standard normal draws of a shape.</summary>
    public static Tensor Normal(ReadOnlySpan<long> shape, ScalarType type = ScalarType.Float32, Device? device = null)
    {
        var room = empty(shape, type, device);
        return room.normal_(generator: For(room));
    }

    /// <summary>Draws from [0, 1) of a shape.</summary>
    public static Tensor Uniform(ReadOnlySpan<long> shape, ScalarType type = ScalarType.Float32, Device? device = null)
    {
        var room = empty(shape, type, device);
        return room.uniform_(0, 1, For(room));
    }

    /// <summary>Whole numbers from 0 to below a bound, <c>int64</c>.</summary>
    public static Tensor Below(long bound, long[] shape, Device? device) =>
        randint(0, bound, shape, ScalarType.Int64, device, generator: On(device?.type ?? DeviceType.CPU));

    /// <summary>1 with each probability, else 0.</summary>
    public static Tensor Bernoulli(Tensor chances) => bernoulli(chances, For(chances));

    /// <summary>Draws from Poisson distributions of these means.</summary>
    public static Tensor Poisson(Tensor means) => means.poisson(For(means));

    /// <summary>Places drawn with the chances of each row, <c>[N, count]</c>, <c>int64</c>.</summary>
    public static Tensor Multinomial(Tensor chances, int count) => chances.multinomial(count, replacement: true, For(chances));

    /// <summary>Draws from gamma distributions of rate 1 and these concentrations.</summary>
    public static Tensor StandardGamma(Tensor concentrations) => _standard_gamma(concentrations, For(concentrations));

    private static Generator? For(Tensor like) => Scope is null ? null : On(like.device_type);

    private static Generator? On(DeviceType type) => type == DeviceType.CPU ? Scope?.Generator : null;
}
