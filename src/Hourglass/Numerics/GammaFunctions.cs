using static TorchSharp.torch;

namespace Hourglass.Numerics;

/// <summary>
/// The digamma function and its slopes. libtorch's own slope of the digamma function is good to nine digits: from 6 on its series has four
/// terms (Abramowitz and Stegun, 1964, 6.4.12).
/// </summary>
public static class GammaFunctions
{
    /// <summary>How far to the right libtorch's series is good to all digits.</summary>
    private const int Steps = 20;

    /// <summary>ψ(x), the slope of log Γ(x), with slopes of its own that are as exact; of positive numbers.</summary>
    /// <param name="x">Any shape.</param>
    public static Tensor Digamma(Tensor x)
    {
        // ψ(x) = ψ(x + n) - Σ 1 / (x + i); autograd derives either part.
        var steps = arange(Steps, dtype: x.dtype, device: x.device);
        return (x + Steps).digamma() - (x.unsqueeze(-1) + steps).reciprocal().sum(-1);
    }

    /// <summary>The slope of ψ(x), derived so many times, of positive numbers: (-1)ⁿ⁺¹ n! ζ(n + 1, x).</summary>
    /// <param name="order">n, 1 or more.</param>
    /// <param name="x">Any shape.</param>
    public static Tensor Polygamma(int order, Tensor x) =>
        order == 1 ? special.zeta(tensor(2.0, dtype: x.dtype, device: x.device), x) : x.polygamma(order);
}
