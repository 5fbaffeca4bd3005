using Hourglass.Numerics;
using static TorchSharp.torch;

namespace Hourglass.Distributions;

/// <summary>Numbers to invert distribution functions at.</summary>
internal static class OpenUniform
{
    /// <summary>Uniform on (0, 1): 0, which a generator may give, becomes half the smallest step of single precision.</summary>
    public static Tensor Like(Tensor values) => TorchDraws.UniformLike(values).clamp_min_(Math.Pow(2, -25));
}
