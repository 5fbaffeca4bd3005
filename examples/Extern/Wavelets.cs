using static TorchSharp.torch;

namespace Extern;

/// <summary>The Haar wavelet in two dimensions, orthonormal: sums and differences of neighbours, again of the sums.</summary>
internal static class Wavelets
{
    private static readonly double Half = Math.Sqrt(0.5);

    /// <summary>The coefficients of square images [N, s, s]; s is divisible by two as often as there are levels.</summary>
    public static Tensor Forward(Tensor x, int levels)
    {
        if (levels == 0)
        {
            return x;
        }

        var split = Split(Split(x, 1), 2);
        var half = x.size(1) / 2;
        var sums = Forward(split.narrow(1, 0, half).narrow(2, 0, half), levels - 1);
        return Joined(sums, split, half);
    }

    /// <summary>The images of coefficients.</summary>
    public static Tensor Backward(Tensor x, int levels)
    {
        if (levels == 0)
        {
            return x;
        }

        var half = x.size(1) / 2;
        var sums = Backward(x.narrow(1, 0, half).narrow(2, 0, half), levels - 1);
        return Join(Join(Joined(sums, x, half), 2), 1);
    }

    /// <summary>Coefficients with other sums.</summary>
    private static Tensor Joined(Tensor sums, Tensor x, long half) =>
        cat([cat([sums, x.narrow(1, 0, half).narrow(2, half, half)], 2), x.narrow(1, half, half)], 1);

    /// <summary>Sums of neighbours along a dimension, and behind them the differences.</summary>
    private static Tensor Split(Tensor x, int dimension)
    {
        var pairs = x.unflatten(dimension, -1, 2);
        var (first, second) = (pairs.select(dimension + 1, 0), pairs.select(dimension + 1, 1));
        return Half * cat([first + second, first - second], dimension);
    }

    private static Tensor Join(Tensor x, int dimension)
    {
        var half = x.size(dimension) / 2;
        var (sums, differences) = (x.narrow(dimension, 0, half), x.narrow(dimension, half, half));
        return Half * stack([sums + differences, sums - differences], dimension + 1).flatten(dimension, dimension + 1);
    }
}
